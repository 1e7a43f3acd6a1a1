using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Makes the results of operations. Refusals are named in Horizon's words, which the protocol's numbers follow from.</summary>
internal static class OperationOutcomes
{
    public static OperationResult Succeed(this Operation operation, OperationOutcome? outcome = null) =>
        OperationResult.Success(operation.Type, outcome);

    /// <summary>A word that this operation cannot fail with is a bug.</summary>
    public static OperationResult Refuse(this Operation operation, string word) =>
        HorizonCodes.ParseOperationCode(operation.Type, word)
            is { Code: OperationResultCode.Inner, InnerCode: var code }
            ? OperationResult.Inner(operation.Type, code)
            : throw new InvalidOperationException($"{operation.Type} does not fail with {word}.");
}

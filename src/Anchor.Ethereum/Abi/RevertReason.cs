namespace Anchor.Ethereum.Abi;

/// <summary>Why a contract refused, as Solidity writes it into the answer.</summary>
public static class RevertReason
{
    private static readonly AbiFunction Error = new("Error(string)");
    private static readonly AbiFunction Panic = new("Panic(uint256)");

    /// <summary>The text of <c>require</c>, or the number of a panic; null if the contract said nothing that is understood.</summary>
    public static string? TryRead(ReadOnlySpan<byte> data) =>
        Error.TryDecodeCall(data) is { } error ? error.Get<string>(0)
        : Panic.TryDecodeCall(data) is { } panic ? $"Panic({Hex.Quantity(panic.Get<UInt256>(0))})"
        : null;
}

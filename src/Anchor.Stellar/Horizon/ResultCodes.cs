using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Stellar.Horizon;

/// <summary>Result codes in Horizon's words, such as <c>tx_failed</c> and <c>op_no_trust</c>.</summary>
public sealed record ResultCodes(
    string Transaction,
    string? InnerTransaction = null,
    ImmutableArray<string> Operations = default
)
{
    /// <summary>One code an operation; empty if no operation was judged.</summary>
    public ImmutableArray<string> Operations { get; init; } = Operations.IsDefault ? [] : Operations;

    /// <summary>The code that decides: the inner transaction's, where there is one.</summary>
    [JsonIgnore]
    public string Deciding => InnerTransaction ?? Transaction;

    /// <summary>Horizon's words for a result.</summary>
    public static ResultCodes From(TransactionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ResultCodes(
            HorizonCodes.Text(result.Code),
            result.Inner is { } inner ? HorizonCodes.Text(inner.Result.Code) : null,
            [.. result.EffectiveOperations.Select(HorizonCodes.Text)]
        );
    }

    /// <summary>A transaction in a ledger has codes even if its result is of a protocol not known here.</summary>
    internal static ResultCodes Of(HorizonTransaction transaction) =>
        TransactionResult.TryDecode(transaction.ResultXdr, out var result)
            ? From(result)
            : new ResultCodes(transaction.Successful ? "tx_success" : "tx_failed");

    public override string ToString() =>
        Operations.IsEmpty ? Deciding : $"{Deciding} ({string.Join(", ", Operations)})";
}

using System.Collections.Concurrent;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace HarbourAnchor;

/// <summary>A bank that books a deposit under its user's initials, and hands withdrawals over at the counter.</summary>
internal sealed class HarbourRails : IRails
{
    // A real business keeps its keys where a crash cannot take them.
    private readonly ConcurrentDictionary<string, Amount> _handedOver = new();

    public RailsGuarantee Guarantee => RailsGuarantee.DeduplicatesByKey;

    /// <summary>What users answered stands in the transaction's fields, under the names of the questions.</summary>
    public Task<RailsAnswer> PollDepositAsync(AnchorTransaction transaction, CancellationToken cancellationToken) =>
        Task.FromResult(
            transaction.Fields.TryGetValue("first_name", out var first)
            && transaction.Fields.TryGetValue("last_name", out var last)
                ? RailsAnswer.Settled($"HB-{first[0]}{last[0]}-{transaction.Id[..8]}")
                : RailsAnswer.Failed("Nobody told us who you are.")
        );

    public Task<RailsAnswer> ExecuteOutgoingAsync(
        AnchorTransaction transaction,
        string idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        _handedOver.TryAdd(idempotencyKey, transaction.Amounts!.Out);
        return Task.FromResult(RailsAnswer.Settled($"HB-OUT-{transaction.Id[..8]}"));
    }
}

/// <summary>Small amounts are free; all others cost one unit.</summary>
internal sealed class HarbourFees : IFees
{
    private static readonly Amount Free = Amount.Parse("20", null);
    private static readonly Amount One = Amount.Parse("1", null);

    public Amount FeeFor(AssetTerms asset, TransactionKind kind, Amount amount, string? type) =>
        amount <= Free ? Amount.Zero : One;
}

using System.Collections.Concurrent;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace MinimalAnchor;

/// <summary>A business out of one's pocket: money said to come is believed, and money to pay out is handed over at once.</summary>
internal sealed class PocketRails : IRails
{
    // A real business keeps its keys where a crash cannot take them.
    private readonly ConcurrentDictionary<string, Amount> _handedOver = new();

    public RailsGuarantee Guarantee => RailsGuarantee.DeduplicatesByKey;

    public Task<RailsAnswer> PollDepositAsync(AnchorTransaction transaction, CancellationToken cancellationToken) =>
        Task.FromResult(RailsAnswer.Settled($"pocket-{transaction.Id[..8]}"));

    public Task<RailsAnswer> ExecuteOutgoingAsync(
        AnchorTransaction transaction,
        string idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        _handedOver.TryAdd(idempotencyKey, transaction.Amounts!.Out);
        return Task.FromResult(RailsAnswer.Settled());
    }
}

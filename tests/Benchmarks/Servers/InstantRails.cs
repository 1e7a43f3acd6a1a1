using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Benchmarks.Servers;

/// <summary>Rails that settle at once, so that what is measured is the anchor.</summary>
internal sealed class InstantRails : IRails
{
    // Every key gives the same answer and has no effect, so the second call has none either.
    public RailsGuarantee Guarantee => RailsGuarantee.DeduplicatesByKey;

    public Task<RailsAnswer> ExecuteOutgoingAsync(
        AnchorTransaction transaction,
        string idempotencyKey,
        CancellationToken cancellationToken
    ) => Task.FromResult(RailsAnswer.Settled());
}

using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Payouts;

namespace Anchor.Grains.Payouts;

/// <summary>The payer of one distribution account: its queue, its channels, its envelopes in flight. The key is the account.</summary>
[Alias("anchor.IPayoutGrain")]
public interface IPayoutGrain : IGrainWithStringKey
{
    /// <summary>Stores the order; ordering a purpose again changes nothing. Null when taken, else why not.</summary>
    [Alias("order")]
    Task<Refusal?> OrderAsync(PayoutOrder order, CancellationToken cancellationToken);

    /// <summary>Word from outside about one payout; stored before anything follows from it.</summary>
    [Alias("report")]
    Task ReportAsync(string purposeId, PayoutCommand command, CancellationToken cancellationToken);

    /// <summary>These bytes are stored, and it is not known yet what became of them.</summary>
    [ReadOnly]
    [Alias("in-flight")]
    Task<bool> IsInFlightAsync(string purposeId, string hash, CancellationToken cancellationToken);

    /// <summary>These of the account's channels exist on the ledger of this era and may carry payouts.</summary>
    [Alias("channels")]
    Task UseChannelsAsync(int era, ImmutableArray<string> open, CancellationToken cancellationToken);

    /// <summary>Opens what channels are missing and drives whatever is due. Called at start-up and by reminder.</summary>
    [Alias("wake")]
    Task WakeAsync(CancellationToken cancellationToken);

    /// <summary>Ends up to <paramref name="limit"/> payouts whose network is gone, in one commit, and drops their bytes.</summary>
    [Alias("end-for-reset")]
    Task<PayoutsEnded> EndForResetAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The network is open, and perhaps a new one: forgets the channels, looks which there are, and drives whatever is due.</summary>
    [Alias("reopen")]
    Task ReopenAsync(CancellationToken cancellationToken);

    [ReadOnly]
    [Alias("pool")]
    Task<PayoutPool> GetPoolAsync(CancellationToken cancellationToken);
}

/// <summary>What came of ending payouts.</summary>
/// <param name="Untold">How many are ended, and their transactions do not know it yet.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.payouts-ended")]
public sealed record PayoutsEnded(int Ended, int Untold);

/// <summary>How the payer stands.</summary>
/// <param name="Channels">The channel accounts that are open.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.payout-pool")]
public sealed record PayoutPool(ImmutableArray<string> Channels, int Queued, int InFlight, int Troubled);

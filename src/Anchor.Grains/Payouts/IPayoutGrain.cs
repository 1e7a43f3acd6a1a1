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

    /// <summary>These of the account's channels exist on the ledger and may carry payouts.</summary>
    [Alias("channels")]
    Task UseChannelsAsync(ImmutableArray<string> open, CancellationToken cancellationToken);

    /// <summary>Opens what channels are missing and drives whatever is due. Called at start-up and by reminder.</summary>
    [Alias("wake")]
    Task WakeAsync(CancellationToken cancellationToken);

    [ReadOnly]
    [Alias("pool")]
    Task<PayoutPool> GetPoolAsync(CancellationToken cancellationToken);
}

/// <summary>How the payer stands.</summary>
/// <param name="Channels">The channel accounts that are open.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.payout-pool")]
public sealed record PayoutPool(ImmutableArray<string> Channels, int Queued, int InFlight, int Troubled);

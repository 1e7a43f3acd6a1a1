using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Payouts;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Payouts;

/// <summary>
/// The shell of <see cref="PayoutMachine"/> for all payouts of one account. It hands out channels, one envelope in flight on each, and
/// stores every word about an envelope before anything follows from it; <see cref="PayoutDriver"/> does the outside work.
/// </summary>
[GrainType("payout")]
public sealed partial class PayoutGrain(
    IPayoutStore store,
    ILedger ledger,
    PayoutDriver driver,
    IMoneySteps steps,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<PayoutGrain> logger
) : Grain, IPayoutGrain, IRemindable
{
    private static readonly TimeSpan KeeperPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ChannelPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, StoredPayout> _open = [];
    private PayoutChannels _channels = new();
    private IGrainTimer? _pauseTimer;
    private bool _lost;
    private bool _kept;

    private string Account => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _channels.Open(Account);
        foreach (var stored in await store.OpenAsync(Account, cancellationToken))
        {
            Remember(stored);
        }

        driver.LookForChannels(Account);
        Advance();
    }

    public async Task<Refusal?> OrderAsync(PayoutOrder order, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        var stored = await FindAsync(order.PurposeId, cancellationToken) ?? new StoredPayout(new Payout(), 0);
        var refusal = await DecideAsync(stored, new OrderPayout(order), cancellationToken);
        if (refusal is null)
        {
            await KeepAsync();
            steps.Reached(MoneyStep.PayoutOrdered);
            if (stored.Payout.HasEnded)
            {
                // Who orders it still does not know its end: the word may have reached an activation that was behind, and took it for late.
                driver.Tell(stored.Payout);
            }

            Advance();
        }

        return refusal;
    }

    public async Task ReportAsync(string purposeId, PayoutCommand command, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        if (await FindAsync(purposeId, cancellationToken) is { } stored)
        {
            command = DropIfChannelIsTaken(purposeId, command);
            if (await DecideAsync(stored, command, cancellationToken) is { } refusal)
            {
                logger.PayoutCommandRefused(purposeId, command.GetType().Name, refusal.Code, refusal.Detail);
            }
        }

        Advance();
    }

    public Task WakeAsync(CancellationToken cancellationToken)
    {
        ThrowIfLost();
        Advance();
        return KeepAsync();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        ThrowIfLost();
        foreach (var stored in await store.OpenAsync(Account, CancellationToken.None))
        {
            if (
                _open.GetValueOrDefault(stored.Payout.Order.PurposeId) is not { } known
                || known.Version < stored.Version
            )
            {
                // Stored by another activation while two existed; it may be gone, and then nobody else knows of it.
                Remember(stored);
            }
        }

        await WakeAsync(CancellationToken.None);
    }

    public Task<PayoutPool> GetPoolAsync(CancellationToken cancellationToken)
    {
        var open = _open.Values.Select(stored => stored.Payout).ToList();
        return Task.FromResult(
            new PayoutPool(
                _channels.All,
                open.Count(payout => payout.Status == PayoutStatus.Queued),
                open.Count(payout => payout.Status == PayoutStatus.Signed),
                open.Count(payout => payout.Trouble is not null)
            )
        );
    }

    /// <summary>
    /// Bytes signed for a channel that an activation before this one gave out, and that carries another payout by now, would be a second
    /// envelope with one sequence number. They are nowhere but here, so they can be forgotten.
    /// </summary>
    private PayoutCommand DropIfChannelIsTaken(string purposeId, PayoutCommand command) =>
        command is RecordEnvelope { Envelope.Channel: var channel } && !_channels.MayCarry(channel, purposeId)
            ? new PostponePayout($"{channel}, for which it was signed, carries another payout.", ChannelPause)
            : command;

    /// <summary>
    /// While two activations of the account exist, as a cluster can have them for a moment, either may store what the other does not know of.
    /// Whoever comes across it drives it from then on: the other may be gone.
    /// </summary>
    private async Task<StoredPayout?> FindAsync(string purposeId, CancellationToken cancellationToken)
    {
        if (_open.GetValueOrDefault(purposeId) is { } known)
        {
            return known;
        }

        var stored = await store.FindAsync(purposeId, cancellationToken);
        if (stored is { Payout.IsDone: false })
        {
            Remember(stored);
        }

        return stored;
    }

    private async Task<Refusal?> DecideAsync(
        StoredPayout stored,
        PayoutCommand command,
        CancellationToken cancellationToken
    )
    {
        switch (PayoutMachine.Decide(stored.Payout, command, time.GetUtcNow()))
        {
            case Decision<Payout>.Reject rejected:
                return rejected.Refusal;
            case Decision<Payout>.Accept accepted:
                Remember(await SaveAsync(stored with { Payout = accepted.Next }, cancellationToken));
                Announce(accepted.Next);
                return null;
            default:
                return null;
        }
    }

    private void Announce(Payout payout)
    {
        switch (payout)
        {
            case { Status: PayoutStatus.Signed }:
                steps.Reached(MoneyStep.EnvelopeStored);
                break;
            case { HasEnded: true, Told: false }:
                steps.Reached(MoneyStep.PayoutEnded);
                break;
        }
    }

    private async Task<StoredPayout> SaveAsync(StoredPayout payout, CancellationToken cancellationToken) =>
        (await SaveAsync([payout], cancellationToken))[0];

    private async Task<ImmutableArray<StoredPayout>> SaveAsync(
        ImmutableArray<StoredPayout> payouts,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await store.SaveAsync(payouts, cancellationToken);
        }
        catch
        {
            _lost = true;
            DeactivateOnIdle();
            throw;
        }
    }

    private void Remember(StoredPayout stored)
    {
        var payout = stored.Payout;
        _channels.Release(payout.Order.PurposeId);
        if (payout.IsDone)
        {
            _open.Remove(payout.Order.PurposeId);
        }
        else
        {
            _open[payout.Order.PurposeId] = stored;
        }

        if (payout.Status == PayoutStatus.Signed)
        {
            _channels.Take(payout.Signed!.Channel, payout.Order.PurposeId);
        }

        if (payout is { Status: PayoutStatus.Paid, Order.Kind: PayoutKind.OpenChannels })
        {
            foreach (var channel in payout.Order.Channels)
            {
                _channels.Open(channel);
            }
        }
    }

    /// <summary>Starts what can be started: nothing is awaited here, and everything comes back as a report.</summary>
    private void Advance()
    {
        var now = time.GetUtcNow();
        DateTimeOffset? next = null;
        // Channels first: all the rest waits the shorter for it.
        var inOrder = _open
            .Values.Select(stored => stored.Payout)
            .OrderByDescending(payout => payout.Order.Kind == PayoutKind.OpenChannels)
            .ThenBy(payout => payout.OrderedAt);
        foreach (var payout in inOrder)
        {
            switch (payout.Status)
            {
                case PayoutStatus.Signed:
                    driver.Drive(payout);
                    break;
                case PayoutStatus.Paid or PayoutStatus.Refused or PayoutStatus.NetworkReset:
                    driver.Tell(payout);
                    break;
                case PayoutStatus.Queued when payout.NotBefore > now:
                    next = next is null || payout.NotBefore < next ? payout.NotBefore : next;
                    break;
                case PayoutStatus.Queued when _channels.TryReserve(payout, Account) is { } channel:
                    driver.Prepare(payout, channel);
                    break;
            }
        }

        if (next is { } due)
        {
            _pauseTimer?.Dispose();
            _pauseTimer = this.RegisterGrainTimer(
                WakeAsync,
                new GrainTimerCreationOptions(due - now, Timeout.InfiniteTimeSpan)
            );
        }
    }

    /// <summary>A reminder, once there is anything to pay, so that no payout depends on somebody calling.</summary>
    private async Task KeepAsync()
    {
        if (!_kept && _open.Count > 0)
        {
            await this.RegisterOrUpdateReminder("keeper", KeeperPeriod, KeeperPeriod);
            _kept = true;
        }
    }

    private void ThrowIfLost()
    {
        if (_lost)
        {
            DeactivateOnIdle();
            throw new Orleans.Storage.InconsistentStateException(
                "A write before this call had an unknown outcome; ask again."
            );
        }
    }
}

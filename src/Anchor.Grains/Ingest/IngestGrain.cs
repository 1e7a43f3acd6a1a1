using System.Collections.Immutable;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Grains.Networks;
using Anchor.Grains.Payments;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Ingest;

/// <summary>Owns a source's cursor. Pages go into the table in one commit with it; only then are they matched.</summary>
[GrainType("ingest")]
public sealed class IngestGrain(
    IIngestStore store,
    IReaders readers,
    ILedger ledger,
    NetworkWatch network,
    PaymentFeed feed,
    IMoneySteps steps,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<IngestGrain> logger
) : Grain, IIngestGrain, IRemindable
{
    private const int UndecidedPage = 500;
    private static readonly TimeSpan KeeperPeriod = TimeSpan.FromMinutes(1);

    /// <summary>A reader reports at least every half minute, also on a quiet source.</summary>
    private static readonly TimeSpan ReaderSilence = TimeSpan.FromMinutes(2);

    /// <summary>A watcher reports every few seconds; one that is silent for so long is replaced by whoever asks.</summary>
    private static readonly TimeSpan WatcherSilence = TimeSpan.FromSeconds(15);

    private IngestState _state = null!;
    private string? _holder;
    private bool _reading;
    private DateTimeOffset? _lastHeard;

    private string Source => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        _state = await store.ReadAsync(Source, cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        readers.Stop(Source);
        return Task.CompletedTask;
    }

    public async Task EnsureReaderAsync(CancellationToken cancellationToken)
    {
        var known = await network.StateAsync(cancellationToken);
        if (_reading && time.GetUtcNow() - _lastHeard < ReaderSilence && known.Era == _state.Era)
        {
            return;
        }

        await this.RegisterOrUpdateReminder("keeper", KeeperPeriod, KeeperPeriod);
        if (IsClosed(known))
        {
            await HaltAsync(known.Alarm!, cancellationToken);
            return;
        }

        if (options.Value.Watches)
        {
            await BeginEpochAsync(known, cancellationToken);
            _reading = true;
            readers.Start(Source, _state.Epoch, _state.Cursor);
        }
        else if (known.Era != _state.Era)
        {
            // The watcher learns of it by being refused.
            await BeginEpochAsync(known, cancellationToken);
        }

        await FeedUndecidedAsync(cancellationToken);
    }

    public async Task<IngestAppointment> AppointAsync(string holder, CancellationToken cancellationToken)
    {
        if (options.Value.Watches)
        {
            return Refused("the server reads the ledger itself; POLLING_WATCH=off leaves it to a watcher");
        }

        if (_holder is { } other && other != holder && time.GetUtcNow() - _lastHeard < WatcherSilence)
        {
            return Refused($"{other} reads it");
        }

        var known = await network.StateAsync(cancellationToken);
        if (IsClosed(known))
        {
            await HaltAsync(known.Alarm!, cancellationToken);
            return Refused(known.Alarm!);
        }

        await BeginEpochAsync(known, cancellationToken);
        _holder = holder;
        return new IngestAppointment(_state.Epoch, _state.Cursor, null);

        static IngestAppointment Refused(string why) => new(0, null, why);
    }

    public Task ResignAsync(long epoch, CancellationToken cancellationToken)
    {
        _holder = epoch == _state.Epoch ? null : _holder;
        return Task.CompletedTask;
    }

    public async Task<bool> AppendAsync(
        long epoch,
        ImmutableArray<IncomingPayment> payments,
        string cursor,
        CancellationToken cancellationToken
    )
    {
        if (epoch != _state.Epoch)
        {
            return false;
        }

        payments = [.. payments.Select(payment => payment with { Id = PaymentIds.InEra(_state.Era, payment.Id) })];
        var stored = await StoreAsync(_state with { Cursor = cursor, Alarm = null }, payments, cancellationToken);
        Heard();
        steps.Reached(MoneyStep.PageStored);
        var fresh = stored.NewPayments.ToHashSet();
        feed.Feed(Source, payments.Where(payment => fresh.Contains(payment.Id)));
        return true;
    }

    public async Task<bool> ReportAsync(
        long epoch,
        DateTimeOffset? seenUpTo,
        string? alarm,
        CancellationToken cancellationToken
    )
    {
        if (epoch != _state.Epoch)
        {
            return false;
        }

        Heard();
        if (alarm != _state.Alarm)
        {
            await StoreAsync(_state with { Alarm = alarm }, [], cancellationToken);
        }

        if (alarm is not null)
        {
            // The reader has stopped; the keeper appoints another, in case the cause goes away by itself.
            _reading = false;
            _holder = null;
            logger.ReaderAlarmed(Source, alarm);
        }

        return true;
    }

    public async Task HaltAsync(string alarm, CancellationToken cancellationToken)
    {
        readers.Stop(Source);
        if (_reading || _holder is not null || _state.Alarm != alarm)
        {
            _reading = false;
            _holder = null;
            await StoreAsync(_state with { Epoch = _state.Epoch + 1, Alarm = alarm }, [], cancellationToken);
            logger.ReaderAlarmed(Source, alarm);
        }
    }

    public Task<IngestHealth> GetHealthAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new IngestHealth(_state.Cursor, _state.Epoch, _lastHeard, _state.Alarm, _state.Era));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await EnsureReaderAsync(CancellationToken.None);
        await FeedUndecidedAsync(CancellationToken.None);
    }

    /// <summary>The network was reset, and its cursors are not taken over yet.</summary>
    private static bool IsClosed(NetworkState known) =>
        known is { IsOpen: false, Progress: null or { Stage: not ResetStage.Cursors } };

    /// <summary>From here on the reader before is refused.</summary>
    private async Task BeginEpochAsync(NetworkState known, CancellationToken cancellationToken)
    {
        await StoreAsync(AtHome(known) with { Epoch = _state.Epoch + 1, Alarm = null }, [], cancellationToken);
        _holder = null;
        _lastHeard = time.GetUtcNow();
        logger.ReaderAppointed(Source, _state.Epoch, _state.Cursor);
    }

    /// <summary>A watcher may outlive this activation, which then learns of it by its pages.</summary>
    private void Heard()
    {
        _lastHeard = time.GetUtcNow();
        _holder ??= options.Value.Watches ? null : "a watcher that was appointed earlier";
    }

    /// <summary>A cursor of a network that is gone says nothing of the new one, which is read from the ledger at which it was taken over.</summary>
    private IngestState AtHome(NetworkState known) =>
        known.Era == _state.Era
            ? _state
            : _state with
            {
                Era = known.Era,
                Cursor = _state.Cursor is null ? null : ledger.CursorAfter(known.Landmarks[^1]),
            };

    private async Task<IngestStored> StoreAsync(
        IngestState next,
        ImmutableArray<IncomingPayment> payments,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var stored = await store.AppendAsync(next, payments, cancellationToken);
            _state = next with { Version = stored.Version };
            return stored;
        }
        catch
        {
            // Unknown outcome: the next activation reads what is true.
            _reading = false;
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Payments that were stored before a crash, or whose settling failed.</summary>
    private async Task FeedUndecidedAsync(CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await store.UndecidedAsync(Source, after, UndecidedPage, cancellationToken);
            feed.Feed(Source, page);
            after = page.Length == UndecidedPage ? page[^1] : null;
        } while (after is not null);
    }
}

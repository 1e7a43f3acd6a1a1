using System.Collections.Immutable;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Grains.Networks;
using Anchor.Grains.Payments;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;

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
    TimeProvider time,
    ILogger<IngestGrain> logger
) : Grain, IIngestGrain, IRemindable
{
    private const int UndecidedPage = 500;
    private static readonly TimeSpan KeeperPeriod = TimeSpan.FromMinutes(1);

    /// <summary>A reader reports at least every half minute, also on a quiet source.</summary>
    private static readonly TimeSpan ReaderSilence = TimeSpan.FromMinutes(2);

    private IngestState _state = null!;
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
        if (known is { IsOpen: false, Progress: null or { Stage: not ResetStage.Cursors } })
        {
            await HaltAsync(known.Alarm!, cancellationToken);
            return;
        }

        await StoreAsync(AtHome(known) with { Epoch = _state.Epoch + 1, Alarm = null }, [], cancellationToken);
        _reading = true;
        _lastHeard = time.GetUtcNow();
        logger.ReaderAppointed(Source, _state.Epoch, _state.Cursor);
        readers.Start(Source, _state.Epoch, _state.Cursor);
        await FeedUndecidedAsync(cancellationToken);
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
        _lastHeard = time.GetUtcNow();
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

        _lastHeard = time.GetUtcNow();
        if (alarm != _state.Alarm)
        {
            await StoreAsync(_state with { Alarm = alarm }, [], cancellationToken);
        }

        if (alarm is not null)
        {
            // The reader has stopped; the keeper appoints another, in case the cause goes away by itself.
            _reading = false;
            logger.ReaderAlarmed(Source, alarm);
        }

        return true;
    }

    public async Task HaltAsync(string alarm, CancellationToken cancellationToken)
    {
        readers.Stop(Source);
        if (_reading || _state.Alarm != alarm)
        {
            _reading = false;
            await StoreAsync(_state with { Epoch = _state.Epoch + 1, Alarm = alarm }, [], cancellationToken);
            logger.ReaderAlarmed(Source, alarm);
        }
    }

    public Task<IngestHealth> GetHealthAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new IngestHealth(_state.Cursor, _state.Epoch, _lastHeard, _state.Alarm));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await EnsureReaderAsync(CancellationToken.None);
        await FeedUndecidedAsync(CancellationToken.None);
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

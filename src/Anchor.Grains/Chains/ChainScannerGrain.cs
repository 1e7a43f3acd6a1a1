using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Chains;

/// <summary>Owns a chain's cursor. Events go into the table in one commit with it; only then is anybody told of them.</summary>
[GrainType("chain-scanner")]
public sealed class ChainScannerGrain(
    IScanStore store,
    IChainReaders readers,
    ChainFeed feed,
    TimeProvider time,
    ILogger<ChainScannerGrain> logger
) : Grain, IChainScannerGrain, IRemindable
{
    private static readonly TimeSpan KeeperPeriod = TimeSpan.FromMinutes(1);

    /// <summary>A reader reports at least every half minute, also on a chain that stands still.</summary>
    private static readonly TimeSpan ReaderSilence = TimeSpan.FromMinutes(2);

    private StoredCursor _stored = null!;
    private bool _reading;
    private long? _head;
    private DateTimeOffset? _lastHeard;

    private string Chain => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        _stored = await store.ReadAsync(Chain, cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        readers.Stop(Chain);
        return Task.CompletedTask;
    }

    public async Task EnsureReaderAsync(CancellationToken cancellationToken)
    {
        feed.Ring(Chain);
        if (_reading && time.GetUtcNow() - _lastHeard < ReaderSilence)
        {
            return;
        }

        await this.RegisterOrUpdateReminder("keeper", KeeperPeriod, KeeperPeriod);
        var next = _stored.Cursor with { Epoch = _stored.Cursor.Epoch + 1 };
        await StoreAsync(next, () => store.AppendAsync(_stored with { Cursor = next }, [], cancellationToken));
        _reading = true;
        _lastHeard = time.GetUtcNow();
        logger.ChainReaderAppointed(Chain, next.Epoch, next.Latest?.Height);
        readers.Start(Chain, next);
    }

    public async Task<ScanCursor?> AppendAsync(
        long epoch,
        ImmutableArray<ChainEvent> events,
        BlockPoint upTo,
        CancellationToken cancellationToken
    )
    {
        if (epoch != _stored.Cursor.Epoch)
        {
            return null;
        }

        var rewinds = _stored.Cursor.Rewinds;
        var next = _stored.Cursor.ReadUpTo(upTo);
        await StoreAsync(
            next,
            () =>
                store.AppendAsync(
                    _stored with
                    {
                        Cursor = next,
                    },
                    [.. events.Select(chainEvent => chainEvent with { Chain = Chain, Rewinds = rewinds })],
                    cancellationToken
                )
        );
        if (!events.IsEmpty)
        {
            feed.Ring(Chain);
        }

        return next;
    }

    public async Task<ScanCursor?> RewindAsync(long epoch, BlockPoint to, CancellationToken cancellationToken)
    {
        if (epoch != _stored.Cursor.Epoch || _stored.Cursor.RewindTo(to) is not { } next)
        {
            return null;
        }

        var before = _stored.Cursor.Latest!;
        var orphaned = 0;
        await StoreAsync(
            next,
            async () => orphaned = await store.RewindAsync(_stored with { Cursor = next }, cancellationToken)
        );
        logger.ChainRewound(Chain, before.Height, to.Height, orphaned);
        feed.Ring(Chain);
        return next;
    }

    public async Task<bool> ReportAsync(long epoch, long head, string? alarm, CancellationToken cancellationToken)
    {
        if (epoch != _stored.Cursor.Epoch)
        {
            return false;
        }

        _head = head;
        _lastHeard = time.GetUtcNow();
        if (alarm is null)
        {
            return true;
        }

        // The reader has stopped; the keeper appoints another, in case the cause goes away by itself.
        _reading = false;
        if (alarm != _stored.Cursor.Alarm)
        {
            var next = _stored.Cursor with { Alarm = alarm };
            await StoreAsync(next, () => store.AppendAsync(_stored with { Cursor = next }, [], cancellationToken));
            logger.ChainReaderAlarmed(Chain, alarm);
        }

        return true;
    }

    public Task<ScanHealth> GetHealthAsync(CancellationToken cancellationToken)
    {
        var cursor = _stored.Cursor;
        return Task.FromResult(
            new ScanHealth(
                cursor.Latest?.Height,
                cursor.Latest?.Hash,
                _head,
                _lastHeard,
                cursor.Epoch,
                cursor.Rewinds,
                cursor.Alarm
            )
        );
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => EnsureReaderAsync(CancellationToken.None);

    private async Task StoreAsync(ScanCursor next, Func<Task> write)
    {
        try
        {
            await write();
            _stored = _stored with { Cursor = next, Version = _stored.Version + 1 };
        }
        catch
        {
            // Unknown outcome: the next activation reads what is true.
            _reading = false;
            DeactivateOnIdle();
            throw;
        }
    }
}

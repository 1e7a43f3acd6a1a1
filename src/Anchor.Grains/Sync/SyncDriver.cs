using System.Collections.Concurrent;
using Anchor.Domain.Sync;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Sync;

/// <summary>
/// The work of syncs, off their grains' turns: one bounded step after the other, each reported, until the grain's answer says that this
/// work is not wanted any more.
/// </summary>
public sealed class SyncDriver(
    IGrainFactory grains,
    ISyncFollowers followers,
    ISyncAlerts alerts,
    SyncMetrics metrics,
    IBackground background,
    IOptions<SyncOptions> options,
    TimeProvider time,
    ILogger<SyncDriver> logger
)
{
    private static readonly TimeSpan Idling = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenConnections = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, byte> _working = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _listening = new(StringComparer.Ordinal);

    /// <summary>Whether this process follows the network: it is no command that only looks, and the network is still configured.</summary>
    internal bool Follows(string network) =>
        options.Value.Follows && followers.Networks.Contains(network, StringComparer.Ordinal);

    /// <summary>Makes sure that somebody listens for the network; true if it is begun now, and so will ring when it is connected.</summary>
    internal bool Listen(string network)
    {
        var source = new CancellationTokenSource();
        if (!_listening.TryAdd(network, source))
        {
            source.Dispose();
            return false;
        }

        background.Run($"listening to {network}", token => ListenAsync(network, source, token));
        return true;
    }

    internal void StopListening(string network)
    {
        if (_listening.TryGetValue(network, out var source))
        {
            source.Cancel();
        }
    }

    /// <summary>Makes sure that what the state asks for is being done.</summary>
    internal void Drive(string network, BlockSyncState state)
    {
        if (IsWork(state) && _working.TryAdd(network, 0))
        {
            background.Run($"sync of {network}", token => WorkAsync(network, token));
        }
    }

    /// <summary>Tells people what changed.</summary>
    internal void Announce(string network, BlockSyncState before, BlockSyncState after)
    {
        metrics.Changed(network, before, after);
        if (after.Status != before.Status)
        {
            // Blocks come every few seconds: that they are taken in is no news.
            var isNews = before.Status > SyncStatus.Syncing || after.Status > SyncStatus.Syncing;
            logger.SyncMoved(
                isNews ? LogLevel.Information : LogLevel.Debug,
                network,
                before.Status,
                after.Status,
                after.TipHeight
            );
        }

        if (after.Status == SyncStatus.Failure && before.Status != SyncStatus.Failure)
        {
            Raise(new(network, SyncAlert.OfFailure(network), "Sync failed", after.Reason ?? "no reason"));
        }

        if (after.Reorgs is [var newest, ..] && (before.Reorgs is not [var known, ..] || known != newest))
        {
            Raise(
                new(
                    network,
                    SyncAlert.OfReorg(newest.Depth),
                    "Reorg",
                    $"{newest.Depth} blocks below height {newest.Tip} were taken back."
                )
            );
        }
    }

    private static bool IsWork(BlockSyncState state) => state.Status is SyncStatus.Syncing or SyncStatus.Reorg;

    private void Raise(SyncAlert alert) => background.Run("alert", token => alerts.RaiseAsync(alert, token));

    private IBlockSyncGrain Grain(string network) => grains.GetGrain<IBlockSyncGrain>(network);

    private async Task WorkAsync(string network, CancellationToken cancellationToken)
    {
        try
        {
            var state = await Grain(network).GetAsync(cancellationToken);
            while (IsWork(state))
            {
                state = await RunAsync(network, state, cancellationToken);
            }
        }
        finally
        {
            _working.TryRemove(network, out _);
        }

        // A ring between the last look and the end of this work found it still under way.
        Drive(network, await Grain(network).GetAsync(cancellationToken));
    }

    /// <summary>The work of one epoch.</summary>
    private async Task<BlockSyncState> RunAsync(
        string network,
        BlockSyncState state,
        CancellationToken cancellationToken
    )
    {
        var epoch = state.Epoch;
        var follower = followers.Of(network);
        var isKnown = false;
        var failures = 0;
        while (IsWork(state) && state.Epoch == epoch)
        {
            SyncCommand report;
            try
            {
                if (!isKnown && await follower.IdentifyAsync(state.IsRebuilding, cancellationToken) is { } stranger)
                {
                    report = Failed(state, stranger);
                }
                else
                {
                    isKnown = true;
                    report = await StepAsync(network, follower, state, cancellationToken);
                    failures = 0;
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                metrics.Failed(network);
                logger.SyncStepFailed(network, ++failures, e);
                if (failures <= options.Value.Retries)
                {
                    await Task.Delay(options.Value.FirstRetry * Math.Pow(2, failures - 1), time, cancellationToken);
                    state = await Grain(network).GetAsync(cancellationToken);
                    continue;
                }

                report = Failed(state, e.Message);
            }

            state = await Grain(network).ApplyAsync(report with { Epoch = epoch }, cancellationToken);
        }

        return state;
    }

    private async Task<SyncCommand> StepAsync(
        string network,
        ISyncFollower follower,
        BlockSyncState state,
        CancellationToken cancellationToken
    )
    {
        if (state.IsRebuilding)
        {
            return new SyncCommand(SyncEvent.Progress) { Forgotten = await follower.ForgetAsync(cancellationToken) };
        }

        var since = time.GetTimestamp();
        var step = await (
            state.Status == SyncStatus.Reorg
                ? follower.TakeBackAsync(cancellationToken)
                : follower.StepAsync(cancellationToken)
        );
        metrics.Stepped(network, step, time.GetElapsedTime(since));
        if (step is { Kind: SyncStepKind.Progressed, Blocks: 0, Vertices: 0, BlocksTakenBack: 0 })
        {
            // The node's chain moves under our feet.
            await Task.Delay(Idling, time, cancellationToken);
        }

        if (state.ReorgDepth + step.BlocksTakenBack > options.Value.MaxReorgDepth)
        {
            return Failed(state, $"a reorg took back more than {options.Value.MaxReorgDepth} blocks");
        }

        return new SyncCommand(EventOf(step.Kind))
        {
            TipHeight = step.Tip?.Height,
            TipId = step.Tip?.Id,
            BestHeight = step.BestHeight,
            Reason = step.Reason,
            TakenBack = step.BlocksTakenBack,
            Rebuild = step.Kind == SyncStepKind.Rebuild,
        };
    }

    private static SyncEvent EventOf(SyncStepKind kind) =>
        kind switch
        {
            SyncStepKind.Done => SyncEvent.Done,
            SyncStepKind.Reorg => SyncEvent.Reorg,
            SyncStepKind.Failed => SyncEvent.Error,
            _ => SyncEvent.Progress,
        };

    private static SyncCommand Failed(BlockSyncState state, string reason) =>
        new(SyncEvent.Error)
        {
            TipHeight = state.TipHeight,
            TipId = state.TipId,
            Reason = reason,
        };

    private async Task ListenAsync(string network, CancellationTokenSource source, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(source.Token, stopping);
        try
        {
            await followers
                .Of(network)
                .ListenAsync(
                    async token => await Grain(network).ApplyAsync(new SyncCommand(SyncEvent.NewBlock), token),
                    ending.Token
                );
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // It is listened to elsewhere, or not at all any more.
        }
        catch (Exception e) when (!ending.IsCancellationRequested)
        {
            // The grain's timer has it listened to again.
            logger.SyncDeaf(network, e);
            await Task.Delay(BetweenConnections, time, stopping);
        }
        finally
        {
            _listening.TryRemove(network, out _);
            source.Dispose();
        }
    }
}

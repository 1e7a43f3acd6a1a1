using System.Collections.Immutable;
using Anchor.Domain.Payments;
using Anchor.Grains.Ingest;
using Anchor.Grains.Ports;
using Anchor.Simulation.Engine;

namespace Anchor.Simulation.World;

/// <summary>One process' readers: each follows the ledger from its cursor, page by page, until it is stopped or refused.</summary>
internal sealed class Readers(SimWorld world, int number, Turns turns, TimeProvider time, IGrainFactory grains)
    : IReaders
{
    private const int PageSize = 3;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLingering = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, CancellationTokenSource> _running = [];
    private int _stopped;

    public void Start(string source, long epoch, string? cursor)
    {
        Stop(source);
        var stopping = new CancellationTokenSource();
        _running.Add(source, stopping);
        var grain = grains.GetGrain<IIngestGrain>(source);
        turns.Start(() => UntilStoppedAsync(token => ReadAsync(grain, epoch, cursor, token), stopping));
        turns.Start(() => UntilStoppedAsync(token => BeatAsync(grain, epoch, token), stopping));
    }

    public void Stop(string source)
    {
        if (_running.Remove(source, out var running))
        {
            var name = $"reader {++_stopped} of {number} lingers";
            if (world.Dice.Chance(name, 0.3))
            {
                // As one in another process of a cluster, which learns of its end only by being refused.
                world.Timeline.After(world.Dice.Between(name, TimeSpan.Zero, LongestLingering), running.Cancel);
            }
            else
            {
                running.Cancel();
            }
        }
    }

    private async Task ReadAsync(IIngestGrain grain, long epoch, string? cursor, CancellationToken stopping)
    {
        if (cursor is null)
        {
            var now = Ledger.CursorAfter(world.Seen("begin"));
            if (!await AppendAsync(grain, epoch, [], now, stopping))
            {
                return;
            }

            cursor = now;
        }

        while (!stopping.IsCancellationRequested)
        {
            var page = world.PaymentsAfter(cursor, PageSize);
            if (page.IsEmpty)
            {
                await world.WhenLedgerCloses().WaitAsync(stopping);
                continue;
            }

            if (!await AppendAsync(grain, epoch, page, page[^1].Id, stopping))
            {
                return;
            }

            cursor = page[^1].Id;
        }
    }

    /// <summary>The same page again until it is stored, or another reader has been appointed.</summary>
    private async Task<bool> AppendAsync(
        IIngestGrain grain,
        long epoch,
        ImmutableArray<IncomingPayment> page,
        string cursor,
        CancellationToken stopping
    )
    {
        while (true)
        {
            try
            {
                return await grain.AppendAsync(epoch, page, cursor, stopping);
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                await Task.Delay(PauseAfterFault, time, stopping);
            }
        }
    }

    private async Task BeatAsync(IIngestGrain grain, long epoch, CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(Heartbeat, time, stopping);
            try
            {
                if (!await grain.ReportAsync(epoch, world.Timeline.Now, null, stopping))
                {
                    return;
                }
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                world.Trace.Tell($"heartbeat failed: {e.GetType().Name}");
            }
        }
    }

    private static async Task UntilStoppedAsync(Func<CancellationToken, Task> work, CancellationTokenSource stopping)
    {
        try
        {
            await work(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped, or replaced by a later one.
        }
    }
}

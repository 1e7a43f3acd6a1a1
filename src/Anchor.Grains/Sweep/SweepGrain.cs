using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Sweep;

/// <summary>Once a minute it looks for rows whose time has come and gone, whatever became of their own alarms.</summary>
[GrainType("sweep")]
public sealed class SweepGrain(
    ITransactionIndex index,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<SweepGrain> logger
) : Grain, ISweepGrain, IRemindable
{
    private const int MostInOneTurn = 10_000;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public Task StartAsync(CancellationToken cancellationToken) =>
        this.RegisterOrUpdateReminder("sweep", Period, Period);

    public Task ReceiveReminder(string reminderName, TickStatus status) => SweepAsync(CancellationToken.None);

    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.SweepGrace;
        var page = options.Value.SweepPage;
        var called = new HashSet<string>(StringComparer.Ordinal);
        while (called.Count < MostInOneTurn)
        {
            // What cannot be woken is found again, and must not stand before the others for ever.
            var overdue = await index.OverdueAsync(before, called.Count + page, cancellationToken);
            var next = overdue.Where(id => !called.Contains(id)).Take(page).ToArray();
            if (next.Length == 0)
            {
                break;
            }

            called.UnionWith(next);
            await Task.WhenAll(next.Select(id => WakeAsync(id, cancellationToken)));
        }

        return called.Count;
    }

    public async Task<int> ResumeAsync(CancellationToken cancellationToken)
    {
        // Whatever is being worked on has its alarm set within a minute; what waits for its user has not.
        var working = await index.OverdueAsync(time.GetUtcNow() + Period, MostInOneTurn, cancellationToken);
        foreach (var chunk in working.Chunk(options.Value.SweepPage))
        {
            // Being called is enough: the activation starts its pending effects.
            await Task.WhenAll(
                chunk.Select(id => GrainFactory.GetGrain<ITransactionGrain>(id).GetAsync(cancellationToken))
            );
        }

        return working.Length;
    }

    private async Task WakeAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await GrainFactory.GetGrain<ITransactionGrain>(id).ApplyAsync(new Wake(), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // One that cannot be woken must not keep the others asleep.
            logger.WakeFailed(id, e);
        }
    }
}

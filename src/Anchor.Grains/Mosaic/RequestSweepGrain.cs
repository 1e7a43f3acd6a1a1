using Anchor.Domain.Mosaic;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Mosaic;

/// <summary>Wakes requests that are overdue: missed ticks, lost registrations, a move between runtimes. The key is the shard, "0".</summary>
[Alias("anchor.IRequestSweepGrain")]
public interface IRequestSweepGrain : IGrainWithStringKey
{
    [Alias("start")]
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Lets what a crash interrupted go on now, without waiting for its alarm; gives the number of grains that were called.</summary>
    [Alias("resume")]
    Task<int> ResumeAsync(CancellationToken cancellationToken);

    /// <summary>Sweeps once; gives the number of grains that were woken.</summary>
    [Alias("sweep")]
    Task<int> SweepAsync(CancellationToken cancellationToken);
}

/// <summary>Once in a while it looks for rows whose time has come and gone, whatever became of their own alarms.</summary>
[GrainType("mosaic-sweep")]
public sealed class RequestSweepGrain(
    IRequestIndex index,
    IOptions<FacilitatorOptions> options,
    TimeProvider time,
    ILogger<RequestSweepGrain> logger
) : Grain, IRequestSweepGrain, IRemindable
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var period = options.Value.ResumeInterval > Grace ? options.Value.ResumeInterval : Grace;
        return this.RegisterOrUpdateReminder("sweep", period, period);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => SweepAsync(CancellationToken.None);

    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var overdue = await index.ClaimOverdueAsync(time.GetUtcNow() - Grace, MostAtOnce, cancellationToken);
        await Task.WhenAll(overdue.Select(key => WakeAsync(key, cancellationToken)));
        return overdue.Length;
    }

    public async Task<int> ResumeAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        MosaicRequest? after = null;
        while (await index.OpenAsync(after, MostAtOnce, cancellationToken) is { IsEmpty: false } page)
        {
            // Being called is enough: the activation starts its driver.
            await Task.WhenAll(page.Select(request => CallAsync(request, cancellationToken)));
            count += page.Length;
            after = page[^1];
        }

        return count;
    }

    private async Task CallAsync(MosaicRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var terms = request.Terms!;
            await GrainFactory.GetRequest(terms.Kind, terms.RequestHash).NudgeAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.WakeFailed(request.Terms!.RequestHash, e);
        }
    }

    private async Task WakeAsync(RequestKey key, CancellationToken cancellationToken)
    {
        try
        {
            await GrainFactory.GetRequest(key.Kind, key.RequestHash).ApplyAsync(new WakeRequest(), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // One that cannot be woken must not keep the others asleep.
            logger.WakeFailed(key.RequestHash, e);
        }
    }
}

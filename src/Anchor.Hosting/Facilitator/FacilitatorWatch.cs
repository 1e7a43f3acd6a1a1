using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Hosting.Facilitator;

/// <summary>Looks every minute for what a person should see to, and logs what is new.</summary>
internal sealed class FacilitatorWatch(IServiceProvider services, TimeProvider time, ILogger<FacilitatorWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        HashSet<string> known = [];
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                known = await LookAsync(known, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The facilitator ends.
        }
    }

    private async Task<HashSet<string>> LookAsync(HashSet<string> known, CancellationToken stoppingToken)
    {
        try
        {
            var look = await FacilitatorLook.TakeAsync([services], 0, stoppingToken);
            var alarms = look.Alarms.ToHashSet(StringComparer.Ordinal);
            foreach (var alarm in alarms.Where(alarm => !known.Contains(alarm)))
            {
                logger.FacilitatorAlarm(alarm);
            }

            return alarms;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            logger.FacilitatorLookFailed(e);
            return known;
        }
    }
}

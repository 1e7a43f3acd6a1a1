using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Hosting.Assets;

/// <summary>Reads the stored assets again and again, so that a change made in another process of a cluster is seen here within seconds.</summary>
internal sealed class AssetRefresher(LiveAssets assets, TimeProvider time, ILogger<AssetRefresher> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RefreshAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private async Task RefreshAsync(CancellationToken stoppingToken)
    {
        try
        {
            await assets.RefreshAsync(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // What was read before still holds.
            logger.RefreshFailed(e);
        }
    }
}

using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains;

/// <summary>How a process starts what works by itself: in the background, again and again until it has started.</summary>
public static class StartUntilDone
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    /// <summary>Calls <paramref name="start"/> until it succeeds or the process ends.</summary>
    /// <param name="background">Where it runs.</param>
    /// <param name="name">What the log calls it.</param>
    /// <param name="start">Safe to repeat, also beside other processes.</param>
    /// <param name="time">Measures the pause after a failure.</param>
    /// <param name="logger">Is told of failures.</param>
    public static void Start(
        this IBackground background,
        string name,
        Func<CancellationToken, Task> start,
        TimeProvider time,
        ILogger logger
    )
    {
        ArgumentNullException.ThrowIfNull(background);
        background.Run(
            name,
            async stopping =>
            {
                while (true)
                {
                    try
                    {
                        await start(stopping);
                        return;
                    }
                    catch (Exception e) when (!stopping.IsCancellationRequested)
                    {
                        logger.StartFailed(name, e);
                        await Task.Delay(RetryPause, time, stopping);
                    }
                }
            }
        );
    }
}

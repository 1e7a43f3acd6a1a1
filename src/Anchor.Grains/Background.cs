using Anchor.Grains.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains;

/// <summary>The thread pool. At shutdown the work is cancelled: what it had to do is stored and is done by the next process.</summary>
public sealed class Background(IHostApplicationLifetime lifetime, ILogger<Background> logger) : IBackground
{
    public void Run(string name, Func<CancellationToken, Task> work) =>
        _ = Task.Factory.StartNew(
            () => GuardAsync(name, work),
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default
        );

    private async Task GuardAsync(string name, Func<CancellationToken, Task> work)
    {
        try
        {
            await work(lifetime.ApplicationStopping);
        }
        catch (Exception e)
            when (e is OperationCanceledException or OrleansException
                && lifetime.ApplicationStopping.IsCancellationRequested
            )
        {
            // Asked to stop, or the runtime takes no calls any more.
        }
        catch (Exception e)
        {
            logger.BackgroundFailed(name, e);
        }
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Storage;

/// <summary>Stops the program when another process has taken its database.</summary>
internal sealed class DatabaseWatch(
    IDatabase database,
    IHostApplicationLifetime lifetime,
    ILogger<DatabaseWatch> logger
) : IHostedService, IDisposable
{
    private CancellationTokenRegistration _watch;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watch = database.Lost.Register(() =>
        {
            logger.DatabaseLost(database.Location);
            lifetime.StopApplication();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _watch.Dispose();
}

using System.Collections.Concurrent;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Hosting;

namespace Anchor.Ledgers.Readers;

/// <summary>Runs one reader a source in this process, for as long as the source's grain wants it.</summary>
public sealed class StellarReaders(StellarReader reader, IBackground background, IHostApplicationLifetime lifetime)
    : IReaders,
        IDisposable
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    public void Start(string source, long epoch, string? cursor)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        _running.AddOrUpdate(
            source,
            stop,
            (_, earlier) =>
            {
                earlier.Cancel();
                return stop;
            }
        );
        background.Run($"reader of {source}", _ => reader.ReadAsync(source, epoch, cursor, stop.Token));
    }

    public void Stop(string source)
    {
        if (_running.TryRemove(source, out var running))
        {
            running.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (var source in _running.Keys)
        {
            Stop(source);
        }
    }
}

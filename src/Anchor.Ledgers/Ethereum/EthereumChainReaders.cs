using System.Collections.Concurrent;
using Anchor.Domain.Chains;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Hosting;

namespace Anchor.Ledgers.Ethereum;

/// <summary>Runs one reader a chain in this process, for as long as the chain's grain wants it.</summary>
public sealed class EthereumChainReaders(
    EthereumChainReader reader,
    IBackground background,
    IHostApplicationLifetime lifetime
) : IChainReaders, IDisposable
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    public void Start(string chain, ScanCursor cursor)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        _running.AddOrUpdate(
            chain,
            stop,
            (_, earlier) =>
            {
                earlier.Cancel();
                return stop;
            }
        );
        background.Run($"reader of {chain}", _ => reader.ReadAsync(chain, cursor, stop.Token));
    }

    public void Stop(string chain)
    {
        if (_running.TryRemove(chain, out var running))
        {
            running.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (var chain in _running.Keys)
        {
            Stop(chain);
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Chains;

/// <summary>
/// Hands stored events to the consumers, each chain's in order, until none is left. What fails stays stored and is tried again a little
/// later, in the end set aside; it keeps no other event waiting.
/// </summary>
public sealed class ChainFeed(
    IGrainFactory grains,
    IScanStore store,
    IBackground background,
    IOptions<ChainScanOptions> options,
    TimeProvider time,
    ILogger<ChainFeed> logger
)
{
    private const int PageSize = 100;

    // True: somebody rang while it was running, and it looks once more before it ends.
    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.Ordinal);

    internal void Ring(string chain)
    {
        var begins = false;
        _running.AddOrUpdate(
            chain,
            _ =>
            {
                begins = true;
                return false;
            },
            (_, _) =>
            {
                begins = false;
                return true;
            }
        );
        if (begins)
        {
            background.Run($"events of {chain}", token => RunAsync(chain, token));
        }
    }

    private async Task RunAsync(string chain, CancellationToken stopping)
    {
        try
        {
            do
            {
                _running[chain] = false;
                while (!await TryDrainAsync(chain, stopping))
                {
                    await Task.Delay(options.Value.RetryPause, time, stopping);
                }
            } while (!_running.TryRemove(new KeyValuePair<string, bool>(chain, false)));
        }
        catch
        {
            _running.TryRemove(chain, out _);
            throw;
        }
    }

    /// <summary>True when nothing is left to be told.</summary>
    private async Task<bool> TryDrainAsync(string chain, CancellationToken stopping)
    {
        try
        {
            return await DrainAsync(chain, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.ChainFeedFailed(chain, e);
            return false;
        }
    }

    private async Task<bool> DrainAsync(string chain, CancellationToken stopping)
    {
        var failed = false;
        StoredEvent? after = null;
        while (await store.OpenAsync(chain, after, PageSize, stopping) is { IsEmpty: false } page)
        {
            var consumer = grains.GetGrain<IBlockConsumerGrain>(chain);
            var faults = await consumer.ConsumeAsync([.. page.Select(stored => stored.Event)], stopping);
            var told = page.Zip(faults, (stored, fault) => stored with { Event = stored.Event.Told(fault) })
                .ToImmutableArray();
            await store.SaveAsync(told, stopping);
            foreach (var aside in told.Where(stored => stored.Event.Status == ChainEventStatus.SetAside))
            {
                logger.ChainEventSetAside(aside.Event.Id, aside.Event.Trouble);
            }

            failed |= told.Any(stored => stored.Event.IsOpen);
            after = page[^1];
        }

        return !failed;
    }
}

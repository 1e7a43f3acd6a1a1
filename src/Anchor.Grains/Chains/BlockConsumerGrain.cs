using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Chains;

/// <summary>Takes any number of pages side by side, of as many chains as there are.</summary>
[GrainType("block-consumer")]
[StatelessWorker(32)]
public sealed class BlockConsumerGrain(IChainEvents events, ILogger<BlockConsumerGrain> logger)
    : Grain,
        IBlockConsumerGrain
{
    public async Task<ImmutableArray<string?>> ConsumeAsync(
        ImmutableArray<ChainEvent> page,
        CancellationToken cancellationToken
    )
    {
        var faults = ImmutableArray.CreateBuilder<string?>(page.Length);
        foreach (var chainEvent in page)
        {
            try
            {
                await events.TellAsync(chainEvent, cancellationToken);
                faults.Add(null);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // It stays stored as received and comes again; those behind it must not wait for that.
                logger.ChainEventNotTold(chainEvent.Id, e);
                faults.Add($"{e.GetType().Name}: {e.Message}");
            }
        }

        return faults.MoveToImmutable();
    }
}

using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Grains.Ports;
using Anchor.Testing.Anvil;

namespace Anchor.EndToEnd.Tests.Chains;

/// <summary>Remembers what it was told of, and what is true after all of it.</summary>
internal sealed class ToldEvents(string[] addresses, string[] topics, params AnvilChain[] chains) : IChainEvents
{
    private readonly Lock _gate = new();
    private readonly List<ChainEvent> _told = [];

    public ImmutableArray<string> Chains => [.. chains.Select(chain => chain.ChainId.ToString())];

    /// <summary>Telling of these fails.</summary>
    public Func<ChainEvent, bool> IsPoison { get; set; } = static _ => false;

    public ImmutableArray<ChainEvent> Told
    {
        get
        {
            lock (_gate)
            {
                return [.. _told];
            }
        }
    }

    /// <summary>What stands after the orphaned ones are taken away.</summary>
    public ImmutableArray<string> Standing(string chain)
    {
        var standing = new SortedSet<(long, long, string)>();
        foreach (var told in Told.Where(told => told.Chain == chain))
        {
            var key = (told.Height, told.LogIndex, told.BlockHash);
            _ = told.IsOrphaned ? standing.Remove(key) : standing.Add(key);
        }

        return [.. standing.Select(key => $"{key.Item1}/{key.Item3}/{key.Item2}")];
    }

    public ChainFilter FilterOf(string chain) => new([.. addresses], [.. topics]);

    public Task TellAsync(ChainEvent chainEvent, CancellationToken cancellationToken)
    {
        if (IsPoison(chainEvent))
        {
            throw new InvalidOperationException("poison");
        }

        lock (_gate)
        {
            _told.Add(chainEvent);
        }

        return Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>Whom events concern, and the readers of chains: it notes what it is told, and refuses what it is told to refuse.</summary>
internal sealed class FakeScan : IChainEvents, IChainReaders
{
    private readonly Lock _gate = new();
    private readonly List<string> _told = [];
    private readonly Dictionary<long, int> _refusals = [];

    public ImmutableArray<string> Chains { get; } = [FakeMosaic.Origin, FakeMosaic.Auxiliary];

    /// <summary>The readers that run, by chain, with the epoch they were given.</summary>
    public ConcurrentDictionary<string, ScanCursor> Readers { get; } = new();

    /// <summary>The epoch of the chain's reader; 0 if none runs.</summary>
    public long EpochOf(string chain) => Readers.TryGetValue(chain, out var cursor) ? cursor.Epoch : 0;

    /// <summary>In what order what was told: the log's index, with a minus before what is gone.</summary>
    public ImmutableArray<string> Told
    {
        get
        {
            lock (_gate)
            {
                return [.. _told];
            }
        }
    }

    /// <summary>Telling of the event with this index fails so many times.</summary>
    public void Refuse(long logIndex, int times)
    {
        lock (_gate)
        {
            _refusals[logIndex] = times;
        }
    }

    public ChainFilter FilterOf(string chain) => new([], []);

    public Task TellAsync(ChainEvent chainEvent, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_refusals.GetValueOrDefault(chainEvent.LogIndex) is > 0 and var left)
            {
                _refusals[chainEvent.LogIndex] = left - 1;
                throw new InvalidOperationException("It is poisonous.");
            }

            _told.Add($"{(chainEvent.IsOrphaned ? "-" : "")}{chainEvent.LogIndex}");
            return Task.CompletedTask;
        }
    }

    public void Start(string chain, ScanCursor cursor) => Readers[chain] = cursor;

    public void Stop(string chain) => Readers.TryRemove(chain, out _);
}

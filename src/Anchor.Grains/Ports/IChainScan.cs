using System.Collections.Immutable;
using Anchor.Domain.Chains;

namespace Anchor.Grains.Ports;

/// <summary>Whom the events of chains concern. Being told of one again must change nothing.</summary>
public interface IChainEvents
{
    /// <summary>The chains that are read, by name.</summary>
    ImmutableArray<string> Chains { get; }

    /// <summary>What is read of a chain.</summary>
    ChainFilter FilterOf(string chain);

    /// <summary>Returns once everything that follows from the event is stored; throws if that failed.</summary>
    Task TellAsync(ChainEvent chainEvent, CancellationToken cancellationToken);
}

/// <summary>Which events are read.</summary>
/// <param name="Addresses">Of these contracts; of none if empty.</param>
/// <param name="Topics">Whose first topic is one of these; any if empty.</param>
public sealed record ChainFilter(ImmutableArray<string> Addresses, ImmutableArray<string> Topics);

/// <summary>Runs one reader a chain in this process, for as long as the chain's grain wants it.</summary>
public interface IChainReaders
{
    void Start(string chain, ScanCursor cursor);

    void Stop(string chain);
}

/// <summary>The events of chains, and the cursors that cover them.</summary>
public interface IScanStore
{
    /// <summary>The chain's cursor, or a fresh one.</summary>
    Task<StoredCursor> ReadAsync(string chain, CancellationToken cancellationToken);

    /// <summary>
    /// One durable commit: the events that are not there yet, and the cursor, if its version is still the one that was read; else
    /// <see cref="Orleans.Storage.InconsistentStateException"/>.
    /// </summary>
    Task AppendAsync(StoredCursor cursor, ImmutableArray<ChainEvent> events, CancellationToken cancellationToken);

    /// <summary>One durable commit: the cursor, and every event above it marked as orphaned. Gives back how many those are.</summary>
    Task<int> RewindAsync(StoredCursor cursor, CancellationToken cancellationToken);

    /// <summary>Events that somebody is still to be told of, in the chain's order, after this one.</summary>
    Task<ImmutableArray<StoredEvent>> OpenAsync(
        string chain,
        StoredEvent? after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Events that were set aside, in the chain's order.</summary>
    Task<ImmutableArray<ChainEvent>> SetAsideAsync(string chain, int limit, CancellationToken cancellationToken);

    /// <summary>Writes the events that still have their version; another that was orphaned meanwhile stays so.</summary>
    Task SaveAsync(ImmutableArray<StoredEvent> events, CancellationToken cancellationToken);
}

/// <summary>A cursor and the version of its row.</summary>
public sealed record StoredCursor(string Chain, ScanCursor Cursor, long Version);

/// <summary>An event and the version of its row.</summary>
public sealed record StoredEvent(ChainEvent Event, long Version);

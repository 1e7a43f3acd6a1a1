using System.Collections.Immutable;
using Anchor.Domain.Mosaic;

namespace Anchor.Grains.Ports;

/// <summary>Which grain a request is.</summary>
public sealed record RequestKey(TransferKind Kind, string RequestHash);

/// <summary>How many requests of a kind stand in a status, and since when the oldest has been there.</summary>
public sealed record RequestCount(string Kind, string Status, long Count, DateTimeOffset Oldest);

/// <summary>Rows of requests as they are found. The rows themselves are the grains' state.</summary>
public interface IRequestIndex
{
    /// <summary>Requests whose time has come before <paramref name="before"/>, marked as taken so that no other process takes them too for a minute.</summary>
    Task<ImmutableArray<RequestKey>> ClaimOverdueAsync(
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Requests that have not ended, the oldest first.</summary>
    Task<ImmutableArray<MosaicRequest>> OpenAsync(MosaicRequest? after, int limit, CancellationToken cancellationToken);

    /// <summary>The requests that changed last.</summary>
    Task<ImmutableArray<MosaicRequest>> LatestAsync(int limit, CancellationToken cancellationToken);

    Task<MosaicRequest?> FindAsync(string requestHash, CancellationToken cancellationToken);

    /// <summary>How many there are in each status.</summary>
    Task<ImmutableArray<RequestCount>> CountAsync(CancellationToken cancellationToken);
}

namespace Anchor.Stellar.Horizon;

/// <summary>Which Horizon to speak to, and how long to wait for it.</summary>
public sealed record HorizonOptions
{
    /// <summary>The root of one Horizon, with or without a trailing slash. Behind a load balancer its nodes must not lag by more than <see cref="ProofMargin"/>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The network that Horizon must be on; answers about another network prove nothing about a transaction of this one.</summary>
    public required string NetworkPassphrase { get; init; }

    /// <summary>Where test accounts are funded, without the query; by default <c>friendbot</c> under <see cref="BaseUrl"/>.</summary>
    public Uri? FriendbotUrl { get; init; }

    /// <summary>The longest that one request may take, its body included.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A stream without any event for this long is dead: Horizon sends no keep-alives, but closes every stream after 55 s.</summary>
    public TimeSpan StreamSilence { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>The pause before a stream that Horizon closed in good order is opened again.</summary>
    public TimeSpan ReconnectPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The first pause after a fault; it doubles up to <see cref="BackoffCap"/>.</summary>
    public TimeSpan BackoffFirst { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan BackoffCap { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Records a page, and events a stream, before Horizon closes it; 200 is its limit.</summary>
    public int PageSize { get; init; } = 200;

    /// <summary>How many ledgers a cursor may be ahead of Horizon, which may be one node of several, before it counts as another network's.</summary>
    public int CursorLead { get; init; } = 5;

    /// <summary>How far a ledger must have closed after the max time before a missing hash proves anything: covers nodes that lag behind each other.</summary>
    public TimeSpan ProofMargin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>No envelope is signed longer than this before its max time; Horizon's history must reach back as far for a missing hash to prove anything.</summary>
    public TimeSpan LongestTimeBounds { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest body that is read.</summary>
    public long MaxBodyBytes { get; init; } = 64 * 1024 * 1024;

    internal Uri Root => new(BaseUrl.AbsoluteUri.TrimEnd('/') + "/");
}

namespace Anchor.Hathor.Node;

/// <summary>A full node and how it is asked.</summary>
public sealed record HathorNodeOptions
{
    /// <summary>Ends in <c>/v1a/</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>Requests a second of one kind, as a public node lets everybody have them; null for a node of one's own.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>How many requests of one kind may go out at once before the rate counts.</summary>
    public int Burst { get; init; } = 10;

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request is tried again while the node cannot be reached or is busy.</summary>
    public TimeSpan RetryBudget { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The address of a WebSocket of the node's: <c>ws</c>, <c>event_ws</c>.</summary>
    public Uri Socket(string path) =>
        new UriBuilder(new Uri(Url, path)) { Scheme = Url.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri;
}

namespace Anchor.Ethereum.JsonRpc;

/// <summary>How a node is asked.</summary>
public sealed record EthereumClientOptions
{
    public required Uri Endpoint { get; init; }

    /// <summary>The longest that one try may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a question that changes nothing is asked again when no proper answer came.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The pause before the first repetition; it doubles.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(200);
}

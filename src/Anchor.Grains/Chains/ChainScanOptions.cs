namespace Anchor.Grains.Chains;

/// <summary>How the reading of chains keeps time.</summary>
public sealed class ChainScanOptions
{
    /// <summary>Before events are told again that could not be told.</summary>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(5);
}

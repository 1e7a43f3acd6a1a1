namespace Anchor.Grains.Workers;

/// <summary>How workers' accounts keep time.</summary>
public sealed class WorkerOptions
{
    /// <summary>The most that one round of questions to a chain may take.</summary>
    public TimeSpan EffectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two looks at the chain while something is in flight.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the next transaction in line waits for a block before it is replaced by one that pays more.</summary>
    public TimeSpan ReplaceAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Before something is prepared again that could not be prepared.</summary>
    public TimeSpan PrepareAgain { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>More missing nonces than this are not filled: the chain is probably another one.</summary>
    public int LargestGap { get; set; } = 16;
}

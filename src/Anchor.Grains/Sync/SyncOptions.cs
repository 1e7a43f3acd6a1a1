namespace Anchor.Grains.Sync;

/// <summary>How syncs behave when something goes wrong.</summary>
public sealed class SyncOptions
{
    /// <summary>Whether this process follows networks; a command only looks at how they stand.</summary>
    public bool Follows { get; set; } = true;

    /// <summary>How often a failed sync starts again by itself before it waits for a person; 0: never.</summary>
    public int SelfHeals { get; set; } = 3;

    /// <summary>The pause before the first; each next one doubles it.</summary>
    public TimeSpan FirstHeal { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a step that failed is tried again before the sync fails.</summary>
    public int Retries { get; set; } = 4;

    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many unused addresses a wallet looks ahead, if it does not say.</summary>
    public int MaxGap { get; set; } = 20;

    /// <summary>How many blocks a reorg may take back before it is no reorg any more but a failure.</summary>
    public long MaxReorgDepth { get; set; } = 10_000;
}

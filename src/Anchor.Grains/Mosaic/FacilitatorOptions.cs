namespace Anchor.Grains.Mosaic;

/// <summary>How the facilitator's grains keep time.</summary>
public sealed class FacilitatorOptions
{
    /// <summary>Whether requests are carried on; if not, they are only recorded, for a facilitator that comes.</summary>
    public bool Facilitates { get; set; } = true;

    /// <summary>The most that one round of questions, or the sending of one step, may take.</summary>
    public TimeSpan EffectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two looks at the chains for one request while it moves.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What that grows to while nothing changes.</summary>
    public TimeSpan LongestLookInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two rounds that wake what is overdue, whatever became of its own alarm.</summary>
    public TimeSpan ResumeInterval { get; set; } = TimeSpan.FromMinutes(1);
}

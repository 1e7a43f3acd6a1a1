namespace Anchor.Sandbox;

/// <summary>When a fault strikes.</summary>
public sealed record Fault
{
    /// <summary>The chance at each opportunity, 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How often it strikes before it is spent; null for no end.</summary>
    public int? Count { get; init; }

    /// <summary>Opportunities that pass before it may strike.</summary>
    public int Skip { get; init; }

    /// <summary>Only requests whose path starts with this; null for all.</summary>
    public string? Path { get; init; }

    /// <summary>What the fault is measured in, where it is measured: milliseconds of a delay, records of a replay.</summary>
    public int Size { get; init; } = 1;
}

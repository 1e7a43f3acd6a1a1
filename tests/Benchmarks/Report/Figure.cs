namespace Anchor.Benchmarks.Report;

/// <summary>One line of the report.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Value">The figure, in <paramref name="Unit"/>.</param>
internal sealed record Figure(string Name, double Value, string Unit)
{
    /// <summary>What the figure should reach, or for sizes and times what it should stay under.</summary>
    public double? Aim { get; init; }

    /// <summary>The same work done by Polaris 2.6 on two such cores with PostgreSQL, as shipped and tuned.</summary>
    public string? Polaris { get; init; }

    /// <summary>Answers that were not good, timeouts and broken connections: anything but 0 spoils the figure.</summary>
    public long? Failures { get; init; }

    /// <summary>Processor time of the server, user and system, a unit of work. It hardly changes when others keep the machine busy.</summary>
    public double? CpuMicroseconds { get; init; }

    /// <summary>In milliseconds.</summary>
    public double? P50 { get; init; }

    /// <summary>In milliseconds.</summary>
    public double? P99 { get; init; }
}

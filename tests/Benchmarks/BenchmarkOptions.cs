namespace Anchor.Benchmarks;

/// <summary>What was asked for, and the sizes that follow from it.</summary>
/// <param name="Only">The one figure to measure, or null for all.</param>
internal sealed record BenchmarkOptions(string? Only, bool Quick, bool Json, string Folder)
{
    /// <summary>How long one load lasts.</summary>
    public TimeSpan Span => TimeSpan.FromSeconds(Quick ? 4 : 15);

    /// <summary>The same load before it counts: code is compiled and caches fill.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 3 : 8);

    /// <summary>Transactions stored before the server starts.</summary>
    public int StoredRows => Quick ? 10_000 : 100_000;
}

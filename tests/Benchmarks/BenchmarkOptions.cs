namespace Anchor.Benchmarks;

/// <summary>What was asked for, and the sizes that follow from it.</summary>
/// <param name="Only">The one figure to measure, or null for all.</param>
/// <param name="Silos">How many silos a cluster has.</param>
/// <param name="Database">A database on PostgreSQL beside which each measurement makes one of its own; null: SQLite files.</param>
internal sealed record BenchmarkOptions(string? Only, bool Quick, bool Json, string Folder, int Silos, string? Database)
{
    /// <summary>Whether the grains of this build live on Microsoft Orleans.</summary>
    public static bool IsCluster => typeof(Grain).Assembly.GetName().Name != "Orleans.Embedded";

    /// <summary>What a figure should reach with this storage and runtime.</summary>
    public double Aim(double file, double postgres, double cluster) =>
        IsCluster ? cluster
        : Database is null ? file
        : postgres;

    /// <summary>How long one load lasts.</summary>
    public TimeSpan Span => TimeSpan.FromSeconds(Quick ? 4 : 15);

    /// <summary>The same load before it counts: code is compiled and caches fill.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 3 : 25);

    /// <summary>Transactions that wait, where their number is what is measured.</summary>
    public int PendingRows => Quick ? 20_000 : 1_000_000;

    /// <summary>Transactions stored before the server starts, where their number is not what is measured.</summary>
    public int StoredRows => Quick ? 10_000 : 100_000;
}

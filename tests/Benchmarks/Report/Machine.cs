using System.Diagnostics;
using System.Runtime.InteropServices;
using Anchor.Benchmarks.World;
using Anchor.Sqlite;

namespace Anchor.Benchmarks.Report;

/// <summary>What the figures were measured on.</summary>
internal sealed record Machine(
    string Processor,
    int Cores,
    int CoresUsed,
    int MemoryGigabytes,
    string System,
    string Runtime,
    string Storage
)
{
    private const int LoadCores = 2;

    public static async Task<Machine> DescribeAsync(string? database, CancellationToken cancellationToken)
    {
        return new(
            Line("/proc/cpuinfo", "model name") ?? $"{RuntimeInformation.ProcessArchitecture}",
            Environment.ProcessorCount,
            Math.Min(LoadCores, Environment.ProcessorCount),
            (int)Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30)),
            $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}",
            RuntimeInformation.FrameworkDescription,
            database is null
                ? $"SQLite {SqliteLibrary.Version} from {SqliteLibrary.Origin}, synchronous=FULL"
                : await BenchStore.DescribeAsync(database, cancellationToken)
        );
    }

    /// <summary>Everything runs on two cores: this process, and by inheritance the servers and the load.</summary>
    public static void KeepTwoCores()
    {
        if (OperatingSystem.IsLinux() && Environment.ProcessorCount > LoadCores)
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = (1 << LoadCores) - 1;
        }
    }

    /// <summary>The value of a <c>name: value</c> line of a file under /proc.</summary>
    public static string? Line(string file, string name) =>
        File.Exists(file)
            ? File.ReadLines(file)
                .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
                ?.Split(':', 2)[1]
                .Trim()
            : null;

    public override string ToString() =>
        $"{Processor}, {CoresUsed} of {Cores} cores shared by server and load, {MemoryGigabytes} GB, {System}, {Runtime}, {Storage}.";
}

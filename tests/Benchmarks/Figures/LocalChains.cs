using Anchor.Benchmarks.Servers;
using Anchor.Benchmarks.World;
using Anchor.Crypto;
using Anchor.Silo.Facilitator;

namespace Anchor.Benchmarks.Figures;

/// <summary>The facilitator's program on two chains of this machine.</summary>
internal static class LocalChains
{
    /// <summary>Why it cannot be measured here; null if it can.</summary>
    public static string? WhyNot(BenchmarkOptions options) =>
        BenchmarkOptions.IsCluster || options.Database is not null
            ? "measured on the embedded runtime with a SQLite file alone"
        : AnvilProgram.Find() is null ? AnvilProgram.Missing
        : null;

    /// <summary>Starts it, until it says that it is healthy.</summary>
    public static Task<ServerProcess> StartAsync(
        IEnumerable<string> command,
        string folder,
        IEnumerable<Secp256k1PrivateKey> workers,
        CancellationToken cancellationToken
    )
    {
        var url = BenchWorld.FreeAddress();
        return ServerProcess.StartAsync(
            "anchor",
            ["facilitator", .. command, "--url", url.GetLeftPart(UriPartial.Authority)],
            folder,
            SandboxFiles.Environment(workers),
            url,
            "/health",
            cancellationToken
        );
    }
}

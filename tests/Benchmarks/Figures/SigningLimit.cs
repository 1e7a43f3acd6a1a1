using System.Diagnostics;
using Anchor.Benchmarks.Report;
using Anchor.Crypto;

namespace Anchor.Benchmarks.Figures;

/// <summary>How many deterministic signatures on secp256k1 one thread makes: a transaction of an EVM chain needs one.</summary>
internal sealed class SigningLimit : Measurement
{
    public override string Name => "secp256k1";

    public override Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        using var key = Secp256k1PrivateKey.FromBytes([.. new byte[31], 7]);
        var hash = new byte[Secp256k1.HashSize];
        var span = bench.Options.Span / 3;
        long signed = 0;
        var started = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        while (Stopwatch.GetElapsedTime(started) < span)
        {
            hash[signed % hash.Length]++;
            key.Sign(hash);
            signed++;
        }

        IReadOnlyList<Figure> figures =
        [
            new("limit: secp256k1 signatures, 1 thread", signed / Stopwatch.GetElapsedTime(started).TotalSeconds, "/s")
            {
                Aim = 1000,
                CpuMicroseconds = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / signed,
            },
        ];
        return Task.FromResult(figures);
    }
}

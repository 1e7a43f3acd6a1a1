using System.Diagnostics;
using Anchor.Benchmarks.Report;
using Anchor.Crypto;
using Anchor.Stellar;

namespace Anchor.Benchmarks.Figures;

/// <summary>How many signatures libcrypto verifies: a sign-in needs two.</summary>
internal sealed class VerificationLimit : Measurement
{
    private const int Batch = 100;

    public override string Name => "ed25519";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken) =>
        [await VerifyAsync(1, bench.Options.Span / 3), await VerifyAsync(2, bench.Options.Span / 3)];

    private static async Task<Figure> VerifyAsync(int threads, TimeSpan span)
    {
        using var key = KeyPair.FromSeed(new byte[Ed25519.SeedSize]);
        var message = new byte[32];
        var signature = key.Sign(message);
        var account = key.Account;
        long verified = 0;
        var started = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Run(Verify)));
        return new Figure(
            $"limit: Ed25519 verifications, {threads} {(threads == 1 ? "thread" : "threads")}",
            verified / Stopwatch.GetElapsedTime(started).TotalSeconds,
            "/s"
        )
        {
            CpuMicroseconds = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / verified,
        };

        void Verify()
        {
            while (Stopwatch.GetElapsedTime(started) < span)
            {
                for (var i = 0; i < Batch; i++)
                {
                    if (!account.Verify(message, signature))
                    {
                        throw new InvalidOperationException("A good signature was refused.");
                    }
                }

                Interlocked.Add(ref verified, Batch);
            }
        }
    }
}

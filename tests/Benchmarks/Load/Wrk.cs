using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchor.Benchmarks.Load;

/// <summary>Load by wrk: one thread, eight kept-alive connections.</summary>
internal static class Wrk
{
    private const string Program = "wrk";
    private const string Mark = "FIGURES ";

    /// <summary>How many requests are under way at any moment.</summary>
    public const int Connections = 8;

    /// <summary>Sends the requests of a feed for a while.</summary>
    /// <param name="once">Whether each request may be sent only once; the load then fails if there are too few.</param>
    public static async Task<WrkResult> RunAsync(
        Uri server,
        string feed,
        bool once,
        TimeSpan span,
        CancellationToken cancellationToken
    )
    {
        var info = new ProcessStartInfo(
            Program,
            [
                "-t1",
                $"-c{Connections}",
                string.Create(CultureInfo.InvariantCulture, $"-d{span.TotalSeconds:F0}s"),
                "--timeout",
                "10s",
                "-s",
                Path.Combine(AppContext.BaseDirectory, "Load", "feed.lua"),
                server.AbsoluteUri,
                "--",
                feed,
                once ? "once" : "loop",
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var figures = output.Split('\n').FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal));
        if (figures is null)
        {
            throw new InvalidOperationException($"wrk gave no figures: {output}{await errors}");
        }

        var result = JsonSerializer.Deserialize(figures[Mark.Length..], WrkJson.Default.WrkResult)!;
        return result.RanOut
            ? throw new InvalidOperationException($"{result.Requests} requests were too few for {span}.")
            : result;
    }
}

/// <summary>What wrk saw. Latencies in microseconds.</summary>
/// <param name="Refused">Answers with a status above 399.</param>
/// <param name="Broken">Connections that failed, and timeouts.</param>
internal sealed record WrkResult(
    long Requests,
    long Microseconds,
    long Refused,
    long Broken,
    long P50,
    long P99,
    bool RanOut
)
{
    public double PerSecond => Requests * 1e6 / Microseconds;

    public long Failures => Refused + Broken;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WrkResult))]
internal sealed partial class WrkJson : JsonSerializerContext;

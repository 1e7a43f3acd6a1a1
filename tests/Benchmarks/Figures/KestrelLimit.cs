using Anchor.Benchmarks.Load;
using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.Servers;
using Anchor.Benchmarks.World;

namespace Anchor.Benchmarks.Figures;

/// <summary>What Kestrel answers when there is nothing to do.</summary>
internal sealed class KestrelLimit : Measurement
{
    public override string Name => "kestrel";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var url = BenchWorld.FreeAddress();
        await using var server = await ServerGroup.StartAsync(
            1,
            _ =>
                ServerProcess.StartAsync(
                    typeof(KestrelLimit).Assembly.GetName().Name!,
                    [BareServer.Verb, url.GetLeftPart(UriPartial.Authority)],
                    Path.Combine(bench.Folder, Name),
                    new Dictionary<string, string>(),
                    url,
                    "/",
                    cancellationToken
                )
        );
        return
        [
            await bench.LoadAsync(
                "limit: bare Kestrel endpoint",
                server,
                _ => [Feed.Get(url, "/")],
                once: false,
                cancellationToken
            ),
        ];
    }
}

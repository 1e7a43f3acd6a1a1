using Anchor.Benchmarks.Load;
using Anchor.Benchmarks.Report;

namespace Anchor.Benchmarks.Figures;

/// <summary><c>POST /sep24/transactions/withdraw/interactive</c>: a new transaction and its reminder are durable before the answer.</summary>
internal sealed class InteractiveStart : Measurement
{
    public override string Name => "interactive";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var (world, server, tokens) = await bench.AnchorAsync(cancellationToken);
        var figure = await bench.LoadAsync(
            "POST interactive start, durable",
            server,
            _ =>
                tokens.Select(token =>
                    Feed.Post(
                        server.Url,
                        "/sep24/transactions/withdraw/interactive",
                        "application/x-www-form-urlencoded",
                        $"asset_code={world.Asset.Code}",
                        token
                    )
                ),
            once: false,
            cancellationToken
        );
        return
        [
            figure with
            {
                Aim = bench.Options.Aim(file: 6000, postgres: 4000, cluster: 2000),
                Polaris = "72 / 436",
            },
        ];
    }
}

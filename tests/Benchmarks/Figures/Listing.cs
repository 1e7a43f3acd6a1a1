using Anchor.Benchmarks.Load;
using Anchor.Benchmarks.Report;

namespace Anchor.Benchmarks.Figures;

/// <summary><c>GET /sep24/transactions</c>: the newest ten of a user's.</summary>
internal sealed class Listing : Measurement
{
    public override string Name => "transactions";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var (world, server, tokens) = await bench.AnchorAsync(cancellationToken);
        var path = $"/sep24/transactions?asset_code={world.Asset.Code}&limit=10";
        var figure = await bench.LoadAsync(
            $"GET /sep24/transactions, limit=10, {bench.Options.StoredRows} stored",
            server,
            _ => tokens.Select(token => Feed.Get(server.Url, path, token)),
            once: false,
            cancellationToken
        );
        return [figure with { Aim = 8000, Polaris = "25 / 29" }];
    }
}

using Anchor.Benchmarks.Load;
using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.World;

namespace Anchor.Benchmarks.Figures;

/// <summary><c>GET /sep24/transaction?id=</c>, over ten thousand transactions of a hundred users.</summary>
internal sealed class LookUp : Measurement
{
    private const int Asked = 10_000;

    public override string Name => "transaction";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var (_, server, tokens) = await bench.AnchorAsync(cancellationToken);
        var mine = Enumerable
            .Range(0, bench.Options.StoredRows)
            .Where(n => n % Bench.Users < tokens.Length)
            .Take(Asked)
            .ToArray();
        new Random(1).Shuffle(mine);
        var figure = await bench.LoadAsync(
            "GET /sep24/transaction?id",
            server,
            _ =>
                mine.Select(n =>
                    Feed.Get(server.Url, $"/sep24/transaction?id={StoredTransactions.IdOf(n)}", tokens[n % Bench.Users])
                ),
            once: false,
            cancellationToken
        );
        return [figure with { Aim = 25_000, Polaris = "69 / 470" }];
    }
}

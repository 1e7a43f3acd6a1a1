using Anchor.Benchmarks.Load;
using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.World;

namespace Anchor.Benchmarks.Figures;

/// <summary><c>POST /auth</c>: two signatures verified, the account looked up at Horizon, the challenge marked as used, durably.</summary>
internal sealed class SignIn : Measurement
{
    /// <summary>No machine of two cores gets through more.</summary>
    private const int MostPerSecond = 8000;

    public override string Name => "auth";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var (world, server, _) = await bench.AnchorAsync(cancellationToken);
        var spans = (TimeSpan[])[bench.Options.WarmUp, bench.Options.Span];
        var bodies = new List<string[]>();
        foreach (var span in spans)
        {
            var count = (int)(span.TotalSeconds * MostPerSecond);
            bodies.Add(await WalletSession.SignedChallengesAsync(server.Url, world, count, cancellationToken));
        }

        var figure = await bench.LoadAsync(
            "POST /auth, account look-up included",
            server,
            round => bodies[round].Select(body => Feed.Post(server.Url, "/auth", "application/json", body)),
            once: true,
            cancellationToken
        );
        return [figure with { Aim = 3000, Polaris = "514" }];
    }
}

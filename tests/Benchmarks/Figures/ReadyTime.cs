using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.Servers;
using Anchor.Benchmarks.World;

namespace Anchor.Benchmarks.Figures;

/// <summary>The first run's server, sandbox network and all, started again on what it kept: until it says it is ready.</summary>
internal sealed class ReadyTime : Measurement
{
    private const int Starts = 5;

    public override string Name => "start";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var store = await bench.StoreAsync(Name, cancellationToken);
        List<double> seconds = [];
        for (var start = 0; start <= Starts; start++)
        {
            var url = BenchWorld.FreeAddress();
            var environment = new Dictionary<string, string>
            {
                ["HOST_URL"] = url.GetLeftPart(UriPartial.Authority),
                ["SANDBOX_URL"] = BenchWorld.FreeAddress().GetLeftPart(UriPartial.Authority),
            };
            BenchWorld.AddInstallation(environment, store);
            await using var server = await ServerProcess.StartAsync(
                "anchor",
                ["serve"],
                store.Folder,
                environment,
                url,
                "/health/ready",
                cancellationToken
            );
            seconds.Add(server.ReadyAfter.TotalSeconds);
        }

        // The first start made the keys and the files.
        var again = seconds.Skip(1).Order().ToArray();
        return
        [
            new Figure("start of the process until ready, second start", again[Starts / 2], "s")
            {
                Aim = bench.Options.Aim(file: 2, postgres: 1.5, cluster: 5),
            },
        ];
    }
}

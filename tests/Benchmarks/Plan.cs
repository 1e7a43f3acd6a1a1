using Anchor.Benchmarks.Figures;
using Anchor.Benchmarks.Report;

namespace Anchor.Benchmarks;

/// <summary>All that can be measured, in the order of the report: the limits first, while nothing else runs.</summary>
internal static class Plan
{
    private static readonly IReadOnlyList<Measurement> All =
    [
        new CommitLimit(),
        new VerificationLimit(),
        new SigningLimit(),
        new KestrelLimit(),
        new SignIn(),
        new LookUp(),
        new Listing(),
        new InteractiveStart(),
        new Withdrawals(),
        new GrainReads(),
        new IdleMemory(),
        new ReadyTime(),
        new Pending(),
        new Chains(),
        new Sync(),
        new SyncLong(),
        new Scan(),
        new FacilitatorRequests(),
    ];

    public static IEnumerable<string> Names => All.Select(measurement => measurement.Name);

    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        Machine.KeepTwoCores();
        var machine = await Machine.DescribeAsync(options.Database, cancellationToken);
        List<Figure> figures = [];
        await using var bench = Bench.Create(options);
        foreach (var measurement in All.Where(one => options.Only is null || one.Name == options.Only))
        {
            await Console.Error.WriteLineAsync($"{measurement.Name} ...");
            figures.AddRange(await measurement.RunAsync(bench, cancellationToken));
        }

        await Console.Out.WriteAsync(
            options.Json ? FigureJson.Write(machine, figures) : FigureTable.Write(machine, figures)
        );
        return 0;
    }
}

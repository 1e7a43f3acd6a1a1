using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>The facilitator killed by SIGKILL at random moments. The whole of it, 100 kills over 50 requests, is the command's own.</summary>
public sealed class FacilitatorDrillTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-facilitator-drill-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Killed_at_random_moments_it_completes_everything_and_loses_nothing()
    {
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        var isLong = Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1";
        var plan = new FacilitatorDrillPlan(
            Environment.TickCount,
            isLong ? 100 : 3,
            isLong ? 50 : 3,
            Reorgs: isLong,
            TimeSpan.FromMinutes(isLong ? 20 : 2)
        );
        output.WriteLine($"Seed {plan.Seed}");
        using var drill = new FacilitatorDrill(plan, output.WriteLine);

        var report = await drill.RunAsync(_folder.FullName, TestContext.Current.CancellationToken);

        output.WriteLine(
            $"{report.Kills} kills, {report.Reorgs} reorganisations, {report.Transactions} transactions in {report.Took.TotalSeconds:0} s"
        );
        Assert.Empty(report.Violations);
    }
}

using System.Text.Json;
using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Drill;

public sealed class DrillTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-drill-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Ten_kills_over_ten_deposits_and_ten_withdrawals_leave_every_stroop_in_its_place()
    {
        using var drill = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            ["drill", "--seed", "7", "--kills", "10", "--deposits", "10", "--withdrawals", "10", "--json"]
        );
        var exitCode = await drill.WaitForExitAsync(TimeSpan.FromMinutes(12));
        output.WriteLine(drill.Errors);
        output.WriteLine(drill.Output);

        using var report = JsonDocument.Parse(drill.Output);
        Assert.Empty(report.RootElement.GetProperty("violations").EnumerateArray());
        Assert.Equal(20, report.RootElement.GetProperty("completed").GetInt32());
        Assert.Equal(0, exitCode);
    }
}

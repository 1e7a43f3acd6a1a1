using System.Globalization;
using Anchor.Simulation.Commands;
using Anchor.Simulation.World;

namespace Anchor.Simulation;

/// <summary>A seed is the whole truth about its run: in this process, in another one, and with its faults given by name.</summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    private const int Count = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Seed_has_the_same_trace_in_another_process()
    {
        var here = new ManySeeds(new Case(Seed: 1), Count, threads: 2);
        here.Run(static _ => { });
        var expected = here.Hash.ToString("x16", CultureInfo.InvariantCulture);

        var there = await RunAsync("--seed", "1", "--count", $"{Count}", "--threads", "1");

        output.WriteLine(there);
        Assert.Contains($"trace {expected}", there, StringComparison.Ordinal);
        Assert.Contains("work items of the thread pool 0", there, StringComparison.Ordinal);
    }

    [Fact]
    public void Seed_has_the_same_trace_again_and_another_seed_has_another()
    {
        Assert.Equal(Runner.Run(new Case(7)).Hash, Runner.Run(new Case(7)).Hash);
        Assert.NotEqual(Runner.Run(new Case(7)).Hash, Runner.Run(new Case(8)).Hash);
    }

    [Fact]
    public void Run_is_the_same_when_its_transactions_and_faults_are_given_by_name()
    {
        var run = Runner.Run(new Case(5));
        Assert.NotEmpty(run.Faults);

        var named = Runner.Run(new Case(5, run.Transactions, run.Faults));

        Assert.Equal(run.Hash, named.Hash);
    }

    [Fact]
    public void History_tells_what_happened_and_does_not_change_it()
    {
        var told = Runner.Run(new Case(5), keepsHistory: true);

        Assert.Equal(Runner.Run(new Case(5)).Hash, told.Hash);
        Assert.Contains(told.History, line => line.EndsWith("row d01: completed", StringComparison.Ordinal));
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(Environment.ProcessPath!, arguments)
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        try
        {
            return await process.StandardOutput.ReadToEndAsync(patience.Token);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}

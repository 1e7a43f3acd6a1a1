using Anchor.Api.Operator;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Silo.Drill;
using Anchor.Silo.Wallet;

namespace Anchor.EndToEnd.Tests.Commands;

/// <summary>A network, a bank and users with wallets in this process, which see everything; servers and commands are processes beside it.</summary>
internal sealed class CommandWorld : IAsyncDisposable
{
    private const int QuietLedgers = 3;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _browser;
    private readonly (string, string)[] _settings;
    private readonly List<ProgramRun> _runs = [];

    private CommandWorld(
        DirectoryInfo folder,
        HttpClient browser,
        DrillWorld world,
        DrillCrowd crowd,
        (string, string)[] settings
    ) => (_folder, _browser, Drill, Crowd, _settings) = (folder, browser, world, crowd, settings);

    public DrillWorld Drill { get; }

    public DrillCrowd Crowd { get; }

    /// <summary>Says which process holds the installation.</summary>
    public string AddressFile => Path.Combine(_folder.FullName, "data", OperatorAddress.FileName);

    public bool IsDone => Crowd.Completed == Crowd.Jobs.Length;

    /// <summary>So many users' orders, which begin when a server answers.</summary>
    public static async Task<CommandWorld> StartAsync(
        int seed,
        int deposits,
        int withdrawals,
        params (string, string)[] settings
    )
    {
        var folder = Directory.CreateTempSubdirectory("anchor-commands-");
        var options = new DrillOptions(
            seed,
            Kills: 0,
            deposits,
            withdrawals,
            Faults: [],
            TimeSpan.FromMilliseconds(300),
            Patience,
            KeepFolder: null
        );
        var world = await DrillWorld.StartAsync(options, folder.FullName, TimeProvider.System, CancellationToken.None);
        var browser = HostedPages.NewBrowser();
        var crowd = new DrillCrowd(new DrillPlan(options), world, browser, TimeProvider.System);
        foreach (var _ in crowd.Jobs)
        {
            crowd.BeginNext();
        }

        return new CommandWorld(folder, browser, world, crowd, settings);
    }

    /// <summary>Starts a program of this installation: <c>serve</c>, or a command.</summary>
    public ProgramRun Start(string arguments, params (string, string)[] settings)
    {
        var run = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            arguments.Split(' '),
            [.. Drill.ServerEnvironment(null).Select(pair => (pair.Key, pair.Value)), .. _settings, .. settings]
        );
        _runs.Add(run);
        return run;
    }

    public async Task<ProgramRun> ServeAsync(params (string, string)[] settings)
    {
        var server = Start("serve", settings);
        await server.AnswerAsync(new Uri(Drill.Anchor, ".well-known/stellar.toml"));
        return server;
    }

    /// <summary>Runs a command to its end, which must be a good one.</summary>
    public async Task<string> RunAsync(string arguments)
    {
        var run = Start(arguments);
        var code = await run.WaitForExitAsync(Patience);
        Assert.True(code == 0, $"{arguments} ended with {code}:{Environment.NewLine}{run.Output}{run.Errors}");
        return run.Output;
    }

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"Still waiting for {what}.{Describe()}");
            await Task.Delay(Glance, TimeProvider.System);
        }
    }

    /// <summary>Holds the ledger, the bank's book and the anchor's word against each other, once all is at rest.</summary>
    public async Task AuditAsync(ProgramRun server)
    {
        await UntilAsync(() => IsDone, "all orders");
        var quiet = Drill.Network.LatestLedger + QuietLedgers;
        await UntilAsync(() => Drill.Network.LatestLedger >= quiet, "ledgers in which nothing happens");
        var final = await Crowd.ReadAllAsync(CancellationToken.None);
        Assert.Empty(Crowd.Failures);
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(DrillAudit.Check(Drill.Evidence(Crowd.Jobs, final, await Crowd.StraysAsync())));
    }

    public async ValueTask DisposeAsync()
    {
        _runs.ForEach(run => run.Dispose());
        await Crowd.DisposeAsync();
        _browser.Dispose();
        await Drill.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Describe() =>
        string.Concat(
            Crowd.Jobs.Where(job => !job.IsCompleted).Select(job => $"{Environment.NewLine}{job}: {job.Seen?.Status}")
        ) + string.Concat(_runs.TakeLast(4).Select(run => Environment.NewLine + Tail(run.Output + run.Errors)));

    private static string Tail(string text) => text.Length > 2000 ? text[^2000..] : text;
}

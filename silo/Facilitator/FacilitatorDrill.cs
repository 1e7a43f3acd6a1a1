using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Silo.Drill;

namespace Anchor.Silo.Facilitator;

/// <summary>What a drill is to do.</summary>
internal sealed record FacilitatorDrillPlan(int Seed, int Kills, int Requests, bool Reorgs, TimeSpan Timeout);

/// <summary>What a drill found.</summary>
internal sealed record FacilitatorDrillReport(
    int Kills,
    int Reorgs,
    int Transactions,
    TimeSpan Took,
    ImmutableArray<string> Violations
);

/// <summary>
/// Requests on two real chains while the facilitator is killed again and again. The chains and the people live in this process, so that
/// their word can be trusted; in the end all must be complete, and every bounty and reward where it belongs.
/// </summary>
internal sealed class FacilitatorDrill(FacilitatorDrillPlan plan, Action<string> say) : IDisposable
{
    /// <summary>Blocks that a reorganisation takes back at most.</summary>
    public const int DeepestReorg = 6;

    private const int MostPeople = 10;
    private const int ConfirmationsWithoutReorgs = 4;
    private static readonly TimeSpan AnchorInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Random _random = new(plan.Seed);
    private readonly int _confirmations = plan.Reorgs ? DeepestReorg + 1 : ConfirmationsWithoutReorgs;

    // Nobody acts while blocks are taken back: what people did must stand, only the facilitator is on trial.
    private readonly SemaphoreSlim _quiet = new(1, 1);
    private readonly Uri _url = new(
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Next()}")
    );
    private int _asked;
    private volatile int _kills;
    private int _done;
    private int _reorgs;

    public async Task<FacilitatorDrillReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(plan.Timeout);
        await using var sandbox = await MosaicSandbox.StartAsync(
            new SandboxChoice(BlockTime: 0.3, Confirmations: _confirmations),
            giveUp.Token
        );
        using var worker = DevelopmentChain.Key("worker");
        var address = EthereumAddress.Of(worker);
        var file = SandboxFiles.Write(sandbox, folder, [worker], _confirmations);
        var books = await DrillBooks.OpenAsync(sandbox, address, giveUp.Token);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token);
        var anchoring = sandbox.KeepAnchoringAsync(AnchorInterval, ending.Token);
        var people = PeopleAsync(sandbox, books, giveUp.Token);
        var reorgs = plan.Reorgs ? KeepReorganizingAsync(sandbox, ending.Token) : Task.CompletedTask;
        var kills = await KillAsync(file, folder, SandboxFiles.Environment([worker]), people, giveUp.Token);
        await ending.CancelAsync();
        await anchoring;
        await reorgs;
        var audit = await books.AuditAsync(file, CancellationToken.None);
        return new FacilitatorDrillReport(
            kills,
            _reorgs,
            audit.Transactions,
            TimeProvider.System.GetElapsedTime(started),
            audit.Violations
        );
    }

    public void Dispose() => _quiet.Dispose();

    /// <summary>Some people stake and redeem in turn, each again when what came before is there.</summary>
    private async Task PeopleAsync(MosaicSandbox sandbox, DrillBooks books, CancellationToken cancellationToken)
    {
        // Two turns each at least: what is redeemed must have been staked.
        var count = Math.Min(MostPeople, (plan.Requests + 1) / 2);
        await Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(i =>
                    PersonAsync(
                        sandbox,
                        books,
                        (plan.Requests / count) + (i < plan.Requests % count ? 1 : 0),
                        cancellationToken
                    )
                )
        );
    }

    private async Task PersonAsync(
        MosaicSandbox sandbox,
        DrillBooks books,
        int requests,
        CancellationToken cancellationToken
    )
    {
        using var person = await ActAsync(sandbox, () => sandbox.NewPersonAsync(cancellationToken), cancellationToken);
        for (var i = 0; i < requests; i++)
        {
            // Told apart by their amounts.
            var number = Interlocked.Increment(ref _asked);
            await PaceAsync(number, cancellationToken);
            // What is redeemed was staked before, by whomever.
            var kind = i % 2 == 0 ? TransferKind.Stake : TransferKind.Redeem;
            var amount = (MosaicSandbox.Ether / (ulong)(kind == TransferKind.Stake ? 1 : 4)) + (ulong)number;
            var request = await ActAsync(
                sandbox,
                () =>
                    kind == TransferKind.Stake
                        ? person.StakeAsync(amount, DrillBooks.Beneficiary, cancellationToken)
                        : person.RedeemAsync(amount, DrillBooks.Beneficiary, cancellationToken),
                cancellationToken
            );
            books.Add(kind, request);
            await books.ArrivedAsync(kind, request, plan.Reorgs ? DeepestReorg : 0, cancellationToken);
            var done = Interlocked.Increment(ref _done);
            say(string.Create(CultureInfo.InvariantCulture, $"{done} of {plan.Requests} arrived"));
        }
    }

    /// <summary>Requests come no faster than kills, so that the last kills find something to interrupt.</summary>
    private async Task PaceAsync(int number, CancellationToken cancellationToken)
    {
        while (_kills < plan.Kills && (long)_kills * plan.Requests < (long)(number - 1) * plan.Kills)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Lets somebody act, and where blocks may be taken back, until the deed is too deep for that.</summary>
    private async Task<T> ActAsync<T>(MosaicSandbox sandbox, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        if (!plan.Reorgs)
        {
            return await act();
        }

        await _quiet.WaitAsync(cancellationToken);
        try
        {
            var result = await act();
            var origin = await sandbox.Origin.Client.GetBlockNumberAsync(cancellationToken) + DeepestReorg + 1;
            var auxiliary = await sandbox.Auxiliary.Client.GetBlockNumberAsync(cancellationToken) + DeepestReorg + 1;
            while (
                await sandbox.Origin.Client.GetBlockNumberAsync(cancellationToken) < origin
                || await sandbox.Auxiliary.Client.GetBlockNumberAsync(cancellationToken) < auxiliary
            )
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }

            return result;
        }
        finally
        {
            _quiet.Release();
        }
    }

    private async Task KeepReorganizingAsync(MosaicSandbox sandbox, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(
                    TimeSpan.FromSeconds(0.5 + _random.NextDouble() * 2),
                    TimeProvider.System,
                    cancellationToken
                );
                await _quiet.WaitAsync(cancellationToken);
                try
                {
                    var node = _random.Next(2) == 0 ? sandbox.Origin : sandbox.Auxiliary;
                    await node.AskAsync("anvil_reorg", _random.Next(1, DeepestReorg + 1), new JsonArray());
                    _reorgs++;
                }
                finally
                {
                    _quiet.Release();
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Quiet again.
        }
    }

    /// <summary>Life after life, each ended by SIGKILL at a random moment; the last is left to finish.</summary>
    private async Task<int> KillAsync(
        string file,
        string folder,
        Dictionary<string, string> environment,
        Task people,
        CancellationToken cancellationToken
    )
    {
        while (_kills < plan.Kills && !people.IsCompleted)
        {
            using var life = FacilitatorLife.Start(file, folder, _url, environment);
            var wait = TimeSpan.FromSeconds(0.3 + _random.NextDouble() * 3);
            await Task.WhenAny(people, Task.Delay(wait, TimeProvider.System, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            await life.KillAsync();
            _kills++;
        }

        using var last = FacilitatorLife.Start(file, folder, _url, environment);
        await people;
        // What arrived is not complete yet: the source side follows, and its depth.
        await last.CompleteAsync(plan.Requests, cancellationToken);
        await last.StopAsync(cancellationToken);
        return _kills;
    }
}

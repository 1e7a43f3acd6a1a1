using Anchor.Domain.Mosaic;
using Anchor.Domain.Workers;
using Anchor.EndToEnd.Tests.Chains;
using Anchor.Ethereum;
using Anchor.Grains.Workers;
using Anchor.Silo.Facilitator;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>A worker that can pay no more in the middle of a request, and one whose transaction no block takes.</summary>
public sealed class WorkerTroubleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-worker-trouble-");

    public WorkerTroubleTests() => Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_request_whose_worker_runs_out_of_coin_in_the_middle_goes_on_once_it_is_filled_up()
    {
        await using var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.2),
            Token
        );
        var worker = EthereumAddress.Of(world.Worker);
        var tokens = await world.Sandbox.TokensOfAsync(worker, Token);
        using var person = await world.Sandbox.NewPersonAsync(Token);
        await world.BeginFacilitatorAsync(Token);
        var request = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        await world.ReachedAsync(request.Hash, RequestStatus.Accepted, Token);

        // A few wei: too little for any gas.
        await world.Sandbox.Auxiliary.AskAsync("anvil_setBalance", worker.ToString(), "0x7");
        world.BeginAnchoring();
        var waiting = await FacilitatorWorld.UntilAsync(
            world.Facilitator.Requests,
            request.Hash,
            state => state is { TargetWorker: null, Needs: RequestNeed.Workers, Trouble: not null },
            Token
        );
        Assert.Empty(await world.Books.ArrivalsAsync(TransferKind.Stake, Token));
        Assert.Contains("coin", waiting.Trouble!, StringComparison.Ordinal);
        await world.Sandbox.Auxiliary.AskAsync("anvil_setBalance", worker.ToString(), "0xde0b6b3a7640000");
        var ended = await world.EndedAsync(request.Hash, Token);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        // Having found out once, nobody gives it work.
        Assert.Single(ended.Orders, order => order.End == StepEnd.OutOfFunds);
        await EverythingIsThereAsync(world, request, tokens);
    }

    [Fact]
    public async Task A_step_that_no_block_takes_at_its_fee_is_replaced_by_a_dearer_one_and_done_once()
    {
        await using var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(Hardfork: "prague"),
            Token
        );
        var auxiliary = world.Sandbox.Auxiliary;
        var worker = EthereumAddress.Of(world.Worker);
        var tokens = await world.Sandbox.TokensOfAsync(worker, Token);
        using var person = await world.Sandbox.NewPersonAsync(Token);
        await world.BeginFacilitatorAsync(
            Token,
            services => services.Configure<WorkerOptions>(o => o.ReplaceAfter = TimeSpan.FromSeconds(1))
        );
        var request = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        await world.ReachedAsync(request.Hash, RequestStatus.Accepted, Token);
        await world.Sandbox.AnchorAsync(Token);

        // What is signed at this price finds another one when blocks come again.
        await auxiliary.AskAsync("evm_setAutomine", false);
        var stuck = await StuckAsync(world, worker);
        await auxiliary.AskAsync("anvil_setNextBlockBaseFeePerGas", Hex.Quantity(50_000_000_000));
        await auxiliary.AskAsync("evm_setIntervalMining", 1);
        var ended = await world.EndedAsync(request.Hash, Token);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        var end = (await AccountOf(world, worker).FindAsync(stuck.Order.OrderId, Token))!;
        Assert.Equal(WorkerStatus.Succeeded, end.Status);
        Assert.True(end.Attempts.Length > 1);
        Assert.NotEqual(stuck.Attempts[0].Hash, end.End!.Hash);
        Assert.All(
            end.Attempts.Zip(end.Attempts.Skip(1)),
            pair => Assert.True(FeeRules.Replaces(pair.Second, pair.First))
        );
        await EverythingIsThereAsync(world, request, tokens);
    }

    private static IWorkerAccountGrain AccountOf(FacilitatorWorld world, EthereumAddress worker) =>
        world
            .Facilitator.Services.GetRequiredService<IGrainFactory>()
            .GetGrain<IWorkerAccountGrain>(
                WorkerAccount.KeyOf(world.Sandbox.Auxiliary.ChainId.ToString(), worker.ToString())
            );

    private static async Task<WorkerTransaction> StuckAsync(FacilitatorWorld world, EthereumAddress worker)
    {
        var node = world.Sandbox.Auxiliary.Client;
        WorkerTransaction? stuck = null;
        await Until.TrueAsync(
            async () =>
            {
                stuck = (await AccountOf(world, worker).GetInFlightAsync(Token)).FirstOrDefault();
                return stuck is { Attempts: [var attempt, ..] }
                    && await node.FindTransactionAsync(Bytes32.Parse(attempt.Hash), Token) is { BlockNumber: null };
            },
            () => "Nothing waits for a block."
        );
        return stuck!;
    }

    private static async Task EverythingIsThereAsync(FacilitatorWorld world, SandboxRequest request, UInt256 tokens)
    {
        var arrival = Assert.Single(await world.Books.ArrivalsAsync(TransferKind.Stake, Token));
        Assert.Equal(request.Amount, arrival.Paid + arrival.Reward);
        Assert.Equal(arrival.Paid, await world.Sandbox.CoinOfAsync(world.Beneficiary, Token));
        Assert.Equal(tokens, await world.Sandbox.TokensOfAsync(EthereumAddress.Of(world.Worker), Token));
    }
}

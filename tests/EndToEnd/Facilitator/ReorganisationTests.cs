using System.Text.Json.Nodes;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.Mosaic;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>Blocks are taken back right after the facilitator did something in them, as many as it is told may be.</summary>
public sealed class ReorganisationTests(ITestOutputHelper output) : IDisposable
{
    private const int Confirmations = 7;
    private const int Deepest = Confirmations - 1;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-reorganisations-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_step_that_is_taken_back_right_after_it_was_done_is_done_again()
    {
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        await using var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.15, Confirmations: Confirmations),
            Token
        );
        var sandbox = world.Sandbox;
        var worker = EthereumAddress.Of(world.Worker);
        var tokens = await sandbox.TokensOfAsync(worker, Token);
        using var person = await sandbox.NewPersonAsync(Token);
        world.BeginAnchoring();
        await world.BeginFacilitatorAsync(Token);

        var stake = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        await TakeBackAsync(StakeSteps(sandbox), random);
        var minted = await ArrivedOnceAsync(world, TransferKind.Stake, stake);

        Assert.Equal(minted.Paid, await sandbox.CoinOfAsync(world.Beneficiary, Token));
        Assert.Equal(tokens, await sandbox.TokensOfAsync(worker, Token));
        if (Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") != "1")
        {
            return;
        }

        var redemption = await person.RedeemAsync(MosaicSandbox.Ether / 2, world.Beneficiary, Token);
        await TakeBackAsync(RedeemSteps(sandbox), random);
        var unstaked = await ArrivedOnceAsync(world, TransferKind.Redeem, redemption);

        Assert.Equal(unstaked.Paid, await sandbox.TokensOfAsync(world.Beneficiary, Token));
        Assert.Equal(tokens + unstaked.Reward, await sandbox.TokensOfAsync(worker, Token));
    }

    /// <summary>As soon as each step is seen, its block goes, and as many before it as chance will have.</summary>
    private async Task TakeBackAsync(IEnumerable<ChainStep> steps, Random random)
    {
        foreach (var step in steps)
        {
            var done = await ChainBooks.NextAsync(step.Node, step.Contract, step.Event, 0, Token);
            var head = await step.Node.Client.GetBlockNumberAsync(Token);
            var least = (int)Math.Min(head - done.BlockNumber + 1, Deepest);
            var depth = random.Next(least, Deepest + 1);
            await step.Node.AskAsync("anvil_reorg", depth, new JsonArray());
            output.WriteLine($"{depth} blocks of {step.Node.ChainId} up to {head}, the step was in {done.BlockNumber}");
        }
    }

    private static async Task<ChainArrival> ArrivedOnceAsync(
        FacilitatorWorld world,
        TransferKind kind,
        SandboxRequest request
    )
    {
        var ended = await world.EndedAsync(request.Hash, Token);
        Assert.Equal(RequestStatus.Complete, ended.Status);
        var steps = kind == TransferKind.Stake ? StakeSteps(world.Sandbox) : RedeemSteps(world.Sandbox);
        // A block may be proven again, by another root.
        foreach (var step in steps.Where(step => step.Event != GatewayContract.GatewayProven))
        {
            Assert.Single(await step.Node.LogsAsync(step.Contract, step.Event, Token));
        }

        var arrival = Assert.Single(await world.Books.ArrivalsAsync(kind, Token));
        Assert.Equal(request.Amount, arrival.Paid + arrival.Reward);
        return arrival;
    }

    private static ChainStep[] StakeSteps(MosaicSandbox sandbox) =>
        [
            new(sandbox.Origin, sandbox.Gateway, GatewayContract.StakeIntentDeclared),
            new(sandbox.Auxiliary, sandbox.CoGateway, GatewayContract.GatewayProven),
            new(sandbox.Auxiliary, sandbox.CoGateway, GatewayContract.StakeIntentConfirmed),
            new(sandbox.Auxiliary, sandbox.CoGateway, GatewayContract.MintProgressed),
            new(sandbox.Origin, sandbox.Gateway, GatewayContract.StakeProgressed),
        ];

    private static ChainStep[] RedeemSteps(MosaicSandbox sandbox) =>
        [
            new(sandbox.Auxiliary, sandbox.CoGateway, GatewayContract.RedeemIntentDeclared),
            new(sandbox.Origin, sandbox.Gateway, GatewayContract.GatewayProven),
            new(sandbox.Origin, sandbox.Gateway, GatewayContract.RedeemIntentConfirmed),
            new(sandbox.Origin, sandbox.Gateway, GatewayContract.UnstakeProgressed),
            new(sandbox.Auxiliary, sandbox.CoGateway, GatewayContract.RedeemProgressed),
        ];

    /// <summary>What the facilitator does, by the event of it.</summary>
    private sealed record ChainStep(AnvilNode Node, EthereumAddress Contract, AbiEvent Event);
}

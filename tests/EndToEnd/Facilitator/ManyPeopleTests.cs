using System.Collections.Immutable;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>Two dozen people who stake and redeem at once, with a single root anchored for all of them.</summary>
public sealed class ManyPeopleTests : IDisposable
{
    private const int People = 24;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-many-people-");

    public ManyPeopleTests() => Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false, "istanbul", false)]
    [InlineData(true, "prague", true)]
    public async Task Two_dozen_go_over_one_root_and_back_over_another_each_to_the_wei(
        bool hasUtilityToken,
        string hardfork,
        bool hasInterval
    )
    {
        await using var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(Hardfork: hardfork, HasUtilityToken: hasUtilityToken),
            Token
        );
        var sandbox = world.Sandbox;
        var worker = EthereumAddress.Of(world.Worker);
        var people = await Task.WhenAll(Enumerable.Range(0, People).Select(_ => sandbox.NewPersonAsync(Token)));
        var begun = await sandbox.Auxiliary.Client.GetBlockNumberAsync(Token);
        var minted = await AllAsync(people, person => sandbox.MintedOfAsync(person, Token));
        var tokens = await sandbox.TokensOfAsync(worker, Token);
        var coin = await sandbox.CoinOfAsync(worker, Token);
        var earned = await sandbox.MintedOfAsync(worker, Token);

        var stakes = await Task.WhenAll(
            people.Select((person, i) => person.StakeAsync(Amount(i), person.Address, Token))
        );
        await world.BeginFacilitatorAsync(Token);
        await SetMiningAsync(sandbox, hasInterval);
        await AllOverOneRootAsync(world, TransferKind.Stake, stakes);

        var mints = await ArrivalsAsync(world, TransferKind.Stake, people, Amount);
        var has = await AllAsync(people, person => sandbox.MintedOfAsync(person, Token));
        Assert.Equal(mints.Select((mint, i) => minted[i] + mint.Paid), has);
        Assert.Equal(tokens, await sandbox.TokensOfAsync(worker, Token));
        var rewards = ChainBooks.Sum(mints.Select(mint => mint.Reward));
        await SetMiningAsync(sandbox, hasInterval: false);

        var redemptions = await Task.WhenAll(
            people.Select((person, i) => person.RedeemAsync(Amount(i) / 2, person.Address, Token))
        );
        await AllOverOneRootAsync(world, TransferKind.Redeem, redemptions);

        var unstakes = await ArrivalsAsync(world, TransferKind.Redeem, people, i => Amount(i) / 2);
        Assert.Equal(
            unstakes.Select(unstake => unstake.Paid),
            await AllAsync(people, person => sandbox.TokensOfAsync(person, Token))
        );
        var back = ChainBooks.Sum(unstakes.Select(unstake => unstake.Reward));
        Assert.Equal(tokens + back, await sandbox.TokensOfAsync(worker, Token));

        // Every bounty came back, and beside the rewards only gas made a difference.
        var (fees, _) = await ChainBooks.GasAsync(sandbox.Auxiliary, worker, begun, Token);
        var inCoin = hasUtilityToken ? UInt256.Zero : rewards;
        Assert.Equal(coin.Value + inCoin.Value - fees, (await sandbox.CoinOfAsync(worker, Token)).Value);
        if (hasUtilityToken)
        {
            Assert.Equal(earned + rewards, await sandbox.MintedOfAsync(worker, Token));
            var left = ChainBooks.Sum(stakes.Zip(redemptions, (stake, redeem) => stake.Amount - redeem.Amount));
            Assert.Equal(left, await SupplyAsync(sandbox));
        }

        foreach (var person in people)
        {
            person.Dispose();
        }
    }

    private static UInt256 Amount(int i) => (MosaicSandbox.Ether * (ulong)(i + 2)) + (ulong)(2 * i);

    /// <summary>Everybody's request is accepted, then one root is anchored, and that does for all.</summary>
    private static async Task AllOverOneRootAsync(
        FacilitatorWorld world,
        TransferKind kind,
        IReadOnlyList<SandboxRequest> requests
    )
    {
        await Task.WhenAll(requests.Select(request => world.ReachedAsync(request.Hash, RequestStatus.Accepted, Token)));
        await world.Sandbox.AnchorAsync(Token);
        var ended = await world.EndedAsync(requests, Token);

        Assert.All(ended, request => Assert.Equal(RequestStatus.Complete, request.Status));
        var confirmations = ended.Select(request =>
            Assert.Single(request.Orders, order => order.Step == RequestStep.Confirm)
        );
        Assert.Single(confirmations.Select(order => order.Height).Distinct());
        var (node, contract) =
            kind == TransferKind.Stake
                ? (world.Sandbox.Auxiliary, world.Sandbox.CoGateway)
                : (world.Sandbox.Origin, world.Sandbox.Gateway);
        Assert.Single(await node.LogsAsync(contract, GatewayContract.GatewayProven, Token));
        Assert.Single(ended.SelectMany(request => request.Orders.Where(IsProof)).Select(order => order.Id).Distinct());
    }

    private static bool IsProof(StepOrder order) => order.Step == RequestStep.ProveToTarget;

    /// <summary>What arrived, by the people's order: for each once, and not a wei of it lost.</summary>
    private static async Task<ImmutableArray<ChainArrival>> ArrivalsAsync(
        FacilitatorWorld world,
        TransferKind kind,
        SandboxPerson[] people,
        Func<int, UInt256> amount
    )
    {
        var arrivals = await world.Books.ArrivalsAsync(kind, Token);
        var sorted = people
            .Select(person => Assert.Single(arrivals, arrival => arrival.Beneficiary == person.Address))
            .ToImmutableArray();
        Assert.Equal(people.Length, arrivals.Length);
        Assert.Equal(people.Select((_, i) => amount(i)), sorted.Select(arrival => arrival.Amount));
        Assert.All(sorted, arrival => Assert.Equal(arrival.Amount, arrival.Paid + arrival.Reward));
        Assert.All(sorted, arrival => Assert.NotEqual(UInt256.Zero, arrival.Reward));
        return sorted;
    }

    private static async Task<ImmutableArray<UInt256>> AllAsync(
        IEnumerable<SandboxPerson> people,
        Func<EthereumAddress, Task<UInt256>> ask
    ) => [.. await Task.WhenAll(people.Select(person => ask(person.Address)))];

    private static async Task<UInt256> SupplyAsync(MosaicSandbox sandbox) =>
        await MosaicSandbox.AskAsync<UInt256>(
            sandbox.Auxiliary,
            await sandbox.UtilityTokenAsync(Token),
            TokenContract.TotalSupply,
            Token
        );

    /// <summary>A block a second, or one for every transaction.</summary>
    private static async Task SetMiningAsync(MosaicSandbox sandbox, bool hasInterval)
    {
        foreach (var node in (AnvilNode[])[sandbox.Origin, sandbox.Auxiliary])
        {
            await (hasInterval ? node.AskAsync("evm_setIntervalMining", 1) : node.AskAsync("evm_setAutomine", true));
        }
    }
}

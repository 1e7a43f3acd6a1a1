using Anchor.Crypto;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>Two facilitators of one organization, each with its own worker and database, and both want every request.</summary>
public sealed class CompetitionTests(ITestOutputHelper output) : IDisposable
{
    private const int Confirmations = 2;
    private const int People = 6;
    private static readonly UInt256 Bounty = 100;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-competition-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Two_that_take_the_same_requests_finish_each_once_and_neither_loses_a_bounty()
    {
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        using var second = NewWorker();
        await using var world = await PrepareAsync(second);
        var sandbox = world.Sandbox;
        world.Configure(_folder.FullName, new SandboxFileChoice(ForeignPatience: 600));
        var people = await Task.WhenAll(Enumerable.Range(0, People).Select(_ => sandbox.NewPersonAsync(Token)));
        var tokens = await TokensAsync(world, second);
        world.BeginAnchoring();
        await world.BeginFacilitatorAsync(Token);
        await using var rival = await StartRivalAsync(world, second, foreignPatience: 600);

        var stakes = await Task.WhenAll(
            people.Select((person, i) => person.StakeAsync(MosaicSandbox.Ether + (ulong)i, world.Beneficiary, Token))
        );
        await world.EndedAsync(stakes, Token);
        var redemption = await people[0].RedeemAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        SandboxRequest[] requests = [.. stakes, redemption];
        var ended = await world.EndedAsync(requests, Token);
        var seen = await Task.WhenAll(
            requests.Select(request =>
                FacilitatorWorld.UntilAsync(rival.Requests, request.Hash, state => state.Status.IsTerminal(), Token)
            )
        );

        Assert.All(ended.Concat(seen), request => Assert.Equal(RequestStatus.Complete, request.Status));
        Assert.All(ended.Zip(seen), pair => Assert.Single([pair.First, pair.Second], HasAccepted));
        output.WriteLine($"{ended.Count(HasAccepted)} and {seen.Count(HasAccepted)} accepted");
        var mints = await world.Books.ArrivalsAsync(TransferKind.Stake, Token);
        Assert.Equal(stakes.Select(stake => stake.Amount).Order(), mints.Select(mint => mint.Amount).Order());
        Assert.All(mints, mint => Assert.Equal(mint.Amount, mint.Paid + mint.Reward));
        Assert.Equal(
            ChainBooks.Sum(mints.Select(mint => mint.Paid)),
            await sandbox.CoinOfAsync(world.Beneficiary, Token)
        );
        var unstake = Assert.Single(await world.Books.ArrivalsAsync(TransferKind.Redeem, Token));
        Assert.Equal(unstake.Paid, await sandbox.TokensOfAsync(world.Beneficiary, Token));

        // Whoever redeemed has the reward in tokens; every bounty is back where it came from.
        var (first, other) = await TokensAsync(world, second);
        var byFirst = HasAccepted(ended[^1]);
        Assert.Equal(byFirst ? tokens.First + unstake.Reward : tokens.First, first);
        Assert.Equal(byFirst ? tokens.Second : tokens.Second + unstake.Reward, other);
        foreach (var person in people)
        {
            person.Dispose();
        }
    }

    [Fact]
    public async Task What_a_facilitator_that_went_away_has_accepted_is_finished_by_another_one()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1", "It is of the long form.");
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        using var second = NewWorker();
        await using var world = await PrepareAsync(second);
        world.Configure(_folder.FullName, new SandboxFileChoice(ForeignPatience: 1));
        using var person = await world.Sandbox.NewPersonAsync(Token);
        var tokens = await TokensAsync(world, second);
        SandboxRequest request;
        await using (var rival = await StartRivalAsync(world, second, foreignPatience: 600))
        {
            request = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
            await FacilitatorWorld.UntilAsync(
                rival.Requests,
                request.Hash,
                state => state.Status == RequestStatus.Accepted,
                Token
            );
        }

        world.BeginAnchoring();
        await world.BeginFacilitatorAsync(Token);
        var ended = await world.EndedAsync(request.Hash, Token);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        Assert.NotNull(ended.Foreign);
        var mint = Assert.Single(await world.Books.ArrivalsAsync(TransferKind.Stake, Token));
        Assert.Equal(request.Amount, mint.Paid + mint.Reward);
        Assert.Equal(mint.Paid, await world.Sandbox.CoinOfAsync(world.Beneficiary, Token));
        // The gateway gives the bounty to whoever finishes.
        Assert.Equal((tokens.First + Bounty, tokens.Second - Bounty), await TokensAsync(world, second));
    }

    private async Task<FacilitatorWorld> PrepareAsync(Secp256k1PrivateKey second)
    {
        var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.2, Confirmations: Confirmations),
            Token
        );
        await world.Sandbox.AddWorkerAsync(EthereumAddress.Of(second), Token);
        return world;
    }

    private Task<LocalFacilitator> StartRivalAsync(
        FacilitatorWorld world,
        Secp256k1PrivateKey worker,
        int foreignPatience
    ) =>
        LocalFacilitator.StartAsync(
            SandboxFiles.Write(
                world.Sandbox,
                Path.Combine(_folder.FullName, "rival"),
                [worker],
                Confirmations,
                new SandboxFileChoice(ForeignPatience: foreignPatience)
            ),
            [worker],
            Token
        );

    private static async Task<(UInt256 First, UInt256 Second)> TokensAsync(
        FacilitatorWorld world,
        Secp256k1PrivateKey second
    ) =>
        (
            await world.Sandbox.TokensOfAsync(EthereumAddress.Of(world.Worker), Token),
            await world.Sandbox.TokensOfAsync(EthereumAddress.Of(second), Token)
        );

    private static bool HasAccepted(MosaicRequest request) =>
        request.Orders.Any(order => order is { Step: RequestStep.Accept, End: StepEnd.Done });

    private static Secp256k1PrivateKey NewWorker() =>
        Secp256k1PrivateKey.FromBytes([.. Enumerable.Repeat((byte)8, Secp256k1.PrivateKeySize)]);
}

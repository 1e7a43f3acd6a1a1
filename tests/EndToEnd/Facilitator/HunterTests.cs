using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Mosaic;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>Messages whose secret is not here: a stranger's, who went away, and one's own after everything was lost.</summary>
public sealed class HunterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-hunter-");

    public HunterTests() => Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_message_whose_secret_was_lost_with_the_database_is_finished_by_proofs()
    {
        await using var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.3),
            Token
        );
        var tokens = await world.Sandbox.TokensOfAsync(EthereumAddress.Of(world.Worker), Token);
        world.Configure(_folder.FullName, new SandboxFileChoice(ForeignPatience: 1));
        await world.BeginFacilitatorAsync(Token);
        using var person = await world.Sandbox.NewPersonAsync(Token);
        var request = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        await world.ReachedAsync(request.Hash, RequestStatus.Accepted, Token);
        await world.Facilitator.DisposeAsync();
        foreach (var file in _folder.EnumerateFiles("facilitator.db*"))
        {
            file.Delete();
        }

        await world.BeginFacilitatorAsync(Token);
        world.BeginAnchoring();
        var ended = await world.EndedAsync(request.Hash, Token);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        Assert.Null(ended.Lock);
        Assert.Contains(ended.Orders, order => order is { Step: RequestStep.ProgressTargetByProof, End: StepEnd.Done });
        Assert.Contains(ended.Orders, order => order is { Step: RequestStep.ProgressSourceByProof, End: StepEnd.Done });
        var minted = await world.Sandbox.CoinOfAsync(world.Beneficiary, Token);
        Assert.Equal(MosaicSandbox.Ether, minted + await world.Books.RewardAsync(TransferKind.Stake, Token));
        Assert.Equal(tokens, await world.Sandbox.TokensOfAsync(EthereumAddress.Of(world.Worker), Token));
    }

    [Fact]
    public async Task A_message_whose_stored_secret_is_damaged_is_finished_by_proofs()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1", "It is of the long form.");
        await using var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.2),
            Token
        );
        world.Configure(_folder.FullName, new SandboxFileChoice(ForeignPatience: 1));
        await world.BeginFacilitatorAsync(Token);
        using var person = await world.Sandbox.NewPersonAsync(Token);
        var request = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        var accepted = await world.ReachedAsync(request.Hash, RequestStatus.Accepted, Token);
        await world.Facilitator.DisposeAsync();
        var secret = accepted.Lock!.SealedSecret;
        FacilitatorTable.Change(
            _folder.FullName,
            "UPDATE mosaic_requests SET json = json_set(json, '$.lock.sealed_secret', $1)",
            secret[..^8] + "AAAAAAA="
        );

        await world.BeginFacilitatorAsync(Token);
        world.BeginAnchoring();
        var ended = await world.EndedAsync(request.Hash, Token);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        Assert.True(ended.IsSecretLost);
        Assert.Contains(ended.Orders, order => order is { Step: RequestStep.ProgressTargetByProof, End: StepEnd.Done });
        var minted = Assert.Single(await world.Books.ArrivalsAsync(TransferKind.Stake, Token));
        Assert.Equal(request.Amount, minted.Paid + minted.Reward);
        Assert.Equal(minted.Paid, await world.Sandbox.CoinOfAsync(world.Beneficiary, Token));
    }

    [Fact]
    public async Task A_rejected_request_is_closed()
    {
        await using var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.3),
            Token
        );
        using var person = await world.Sandbox.NewPersonAsync(Token);
        var request = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        using var worker = new LocalSender(
            world.Sandbox.Origin.Client,
            world.Sandbox.Origin.ChainId,
            DevelopmentChain.Key("worker")
        );
        await worker.SendAsync(
            world.Sandbox.Composer,
            PoolContract.Composer.Reject.Encode(
                request.Amount,
                request.Beneficiary,
                request.GasPrice,
                request.GasLimit,
                request.Nonce,
                person.Address,
                world.Sandbox.Gateway
            ),
            UInt256.Zero,
            Token
        );

        await world.BeginFacilitatorAsync(Token);

        Assert.Equal(RequestStatus.Rejected, (await world.EndedAsync(request.Hash, Token)).Status);
        Assert.Equal(MosaicSandbox.Ether, await world.Sandbox.TokensOfAsync(person.Address, Token));
    }
}

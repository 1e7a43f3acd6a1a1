using Anchor.Crypto;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>A whole facilitator on two real chains with the real contracts; the chains tell what became of the money.</summary>
public sealed class FacilitatorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-facilitator-");

    public FacilitatorTests() => Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("istanbul", null)]
    [InlineData("prague", 0.3)]
    public async Task Value_goes_to_the_other_chain_and_back_to_the_wei(string hardfork, double? blockTime)
    {
        await using var world = await FacilitatorWorld.StartAsync(
            _folder.FullName,
            new SandboxChoice(blockTime, hardfork),
            Token
        );
        var worker = EthereumAddress.Of(world.Worker);
        var tokens = await world.Sandbox.TokensOfAsync(worker, Token);
        using var person = await world.Sandbox.NewPersonAsync(Token);
        var amount = MosaicSandbox.Ether * 5;

        var staked = await person.StakeAsync(amount, world.Beneficiary, Token);
        var stake = await world.EndedAsync(staked.Hash, Token);
        var minted = await world.Sandbox.CoinOfAsync(world.Beneficiary, Token);

        Assert.Equal(RequestStatus.Complete, stake.Status);
        Assert.Equal(amount, minted + await world.Books.RewardAsync(TransferKind.Stake, Token));
        Assert.Equal(tokens, await world.Sandbox.TokensOfAsync(worker, Token));

        var redeemed = await person.RedeemAsync(MosaicSandbox.Ether * 2, world.Beneficiary, Token);
        var redeem = await world.EndedAsync(redeemed.Hash, Token);
        var unstaked = await world.Sandbox.TokensOfAsync(world.Beneficiary, Token);

        Assert.Equal(RequestStatus.Complete, redeem.Status);
        var reward = await world.Books.RewardAsync(TransferKind.Redeem, Token);
        Assert.Equal(MosaicSandbox.Ether * 2, unstaked + reward);
        Assert.Equal(tokens + reward, await world.Sandbox.TokensOfAsync(worker, Token));
        Assert.All(stake.Orders.AddRange(redeem.Orders), order => Assert.Equal(StepEnd.Done, order.End));
    }

    [Fact]
    public async Task Many_stakes_share_one_proof_and_two_workers_and_a_cheap_one_waits_until_it_is_revoked()
    {
        using var second = Secp256k1PrivateKey.FromBytes([.. Enumerable.Repeat((byte)7, Secp256k1.PrivateKeySize)]);
        await using var world = await FacilitatorWorld.StartAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.3),
            Token,
            second
        );
        await world.Sandbox.AddWorkerAsync(EthereumAddress.Of(second), Token);
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Sandbox.NewPersonAsync(Token)));
        var cheap = await people[0].StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token, gasPrice: UInt256.Zero);

        var requests = await Task.WhenAll(
            people
                .Skip(1)
                .Select((person, i) => person.StakeAsync(MosaicSandbox.Ether + (ulong)i, world.Beneficiary, Token))
        );
        var ended = await Task.WhenAll(requests.Select(request => world.EndedAsync(request.Hash, Token)));

        Assert.All(ended, request => Assert.Equal(RequestStatus.Complete, request.Status));
        Assert.Equal(2, ended.Select(request => request.SourceWorker).Distinct().Count());
        var waiting = (await world.Facilitator.Requests.FindAsync(cheap.Hash.ToString(), Token))!;
        Assert.Equal(RequestStatus.Requested, waiting.Status);
        Assert.Contains("gas price", waiting.Trouble!, StringComparison.Ordinal);
        await ThePageShowsAsync(world.Facilitator.Url, cheap.Hash.ToString(), "gas price", "COMPLETE", "1337/0x3c44");
        await people[0].RevokeStakeAsync(cheap, Token);
        Assert.Equal(RequestStatus.Revoked, (await world.EndedAsync(cheap.Hash, Token)).Status);
        foreach (var person in people)
        {
            person.Dispose();
        }
    }

    /// <summary>What a browser makes of the page; without one, what it is sent.</summary>
    private static async Task ThePageShowsAsync(Uri url, params string[] texts)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(url, "metrics"), Token);
        Assert.Contains(
            "anchor_facilitator_requests{kind=\"stake\",status=\"COMPLETE\"} 7\n",
            metrics,
            StringComparison.Ordinal
        );
        Assert.Contains("anchor_facilitator_worker_balance_wei{account=\"1406/", metrics, StringComparison.Ordinal);
        var page = Browser.Missing is null
            ? await Browser.DumpAsync(url, Token)
            : await http.GetStringAsync(url, Token);
        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.DoesNotContain("role=\"alert\"", page, StringComparison.Ordinal);
    }
}

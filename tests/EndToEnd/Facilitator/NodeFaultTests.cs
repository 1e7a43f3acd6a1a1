using System.Text.Json.Nodes;
using Anchor.Domain.Mosaic;
using Anchor.EndToEnd.Tests.Chains;
using Anchor.Ethereum;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>Nodes that are silent, behind, wrong, or lie: it takes longer, and costs nothing.</summary>
public sealed class NodeFaultTests(ITestOutputHelper output) : IDisposable
{
    private const int OneIn = 300;

    /// <summary>No question may take so long.</summary>
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(6);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-node-faults-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task With_bad_nodes_of_both_chains_value_goes_over_and_back_to_the_wei()
    {
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        await using var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.2, Confirmations: 2),
            Token
        );
        await using var origin = await BadNode.StartAsync(world.Sandbox.Origin.Url, seed, OneIn, TooLong);
        await using var auxiliary = await BadNode.StartAsync(world.Sandbox.Auxiliary.Url, seed + 1, OneIn, TooLong);
        world.Configure(_folder.FullName, new SandboxFileChoice(origin.Url, auxiliary.Url));
        var worker = EthereumAddress.Of(world.Worker);
        var tokens = await world.Sandbox.TokensOfAsync(worker, Token);
        using var person = await world.Sandbox.NewPersonAsync(Token);
        var stake = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        world.BeginAnchoring();
        await world.BeginFacilitatorAsync(Token);
        await world.EndedAsync(stake.Hash, Token);
        var redeem = await person.RedeemAsync(MosaicSandbox.Ether / 2, world.Beneficiary, Token);
        var ended = await world.EndedAsync([stake, redeem], Token);

        output.WriteLine($"{origin.Spoilt} and {auxiliary.Spoilt} answers were spoilt.");
        Assert.All(ended, request => Assert.Equal(RequestStatus.Complete, request.Status));
        Assert.NotEqual(0, origin.Spoilt + auxiliary.Spoilt);
        var minted = Assert.Single(await world.Books.ArrivalsAsync(TransferKind.Stake, Token));
        var unstaked = Assert.Single(await world.Books.ArrivalsAsync(TransferKind.Redeem, Token));
        Assert.Equal(stake.Amount, minted.Paid + minted.Reward);
        Assert.Equal(minted.Paid, await world.Sandbox.CoinOfAsync(world.Beneficiary, Token));
        Assert.Equal(redeem.Amount, unstaked.Paid + unstaked.Reward);
        Assert.Equal(unstaked.Paid, await world.Sandbox.TokensOfAsync(world.Beneficiary, Token));
        Assert.Equal(tokens + unstaked.Reward, await world.Sandbox.TokensOfAsync(worker, Token));
    }

    [Fact]
    public async Task A_proof_that_does_not_hold_is_never_paid_for()
    {
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        const int Lies = 6;
        await using var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.2),
            Token
        );
        var told = 0;
        await using var origin = await BadNode.StartAsync(world.Sandbox.Origin.Url, 0);
        origin.IsWell = true;
        origin.Twist = (method, answer) =>
        {
            if (method == "eth_getProof" && told < Lies)
            {
                Lie(answer["result"]!, told++);
            }
        };
        world.Configure(_folder.FullName, new SandboxFileChoice(Origin: origin.Url));
        var worker = EthereumAddress.Of(world.Worker);
        var begun = await world.Sandbox.Auxiliary.Client.GetBlockNumberAsync(Token);
        using var person = await world.Sandbox.NewPersonAsync(Token);
        var request = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);

        world.BeginAnchoring();
        await world.BeginFacilitatorAsync(Token);
        var ended = await world.EndedAsync(request.Hash, Token);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        Assert.Equal(Lies, told);
        Assert.Equal(0, (await ChainBooks.GasAsync(world.Sandbox.Auxiliary, worker, begun, Token)).Reverted);
        Assert.All(ended.Orders, order => Assert.Equal(StepEnd.Done, order.End));
        var minted = Assert.Single(await world.Books.ArrivalsAsync(TransferKind.Stake, Token));
        Assert.Equal(request.Amount, minted.Paid + minted.Reward);
        Assert.Equal(minted.Paid, await world.Sandbox.CoinOfAsync(world.Beneficiary, Token));
    }

    /// <summary>Another root, another leaf, another value, or no proof at all.</summary>
    private static void Lie(JsonNode proof, int way)
    {
        var nodes = proof["accountProof"]!.AsArray();
        var storage = proof["storageProof"]!.AsArray() is [{ } first, ..] ? first : null;
        switch (way % 3)
        {
            case 0 when storage is not null:
                Flip(storage["proof"]!.AsArray());
                break;
            case 0:
                Flip(nodes);
                break;
            case 1 when storage is not null:
                storage["value"] = "0x2";
                break;
            case 1:
                proof["storageHash"] = $"0x{new string('1', 64)}";
                break;
            case 2 when storage is not null:
                storage["proof"] = new JsonArray();
                break;
            default:
                proof["accountProof"] = new JsonArray();
                break;
        }
    }

    private static void Flip(JsonArray nodes)
    {
        var last = nodes[^1]!.GetValue<string>();
        nodes[^1] = last[..^1] + (last[^1] == '0' ? '1' : '0');
    }
}

using Anchor.Crypto;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>Two chains, an organization that anchors, and a facilitator between them.</summary>
internal sealed class FacilitatorWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _ending = new();
    private Task _anchoring = Task.CompletedTask;

    private FacilitatorWorld(MosaicSandbox sandbox, Secp256k1PrivateKey worker, string file) =>
        (Sandbox, Worker, File) = (sandbox, worker, file);

    public MosaicSandbox Sandbox { get; }

    public Secp256k1PrivateKey Worker { get; }

    /// <summary>The facilitator's configuration.</summary>
    public string File { get; }

    public LocalFacilitator Facilitator { get; private set; } = null!;

    /// <summary>Somebody who has nothing yet.</summary>
    public EthereumAddress Beneficiary { get; } = EthereumAddress.Parse("0x00000000000000000000000000000000000be9ef");

    public static async Task<FacilitatorWorld> StartAsync(
        string folder,
        SandboxChoice choice,
        CancellationToken cancellationToken,
        params Secp256k1PrivateKey[] moreWorkers
    )
    {
        var sandbox = await MosaicSandbox.StartAsync(choice, cancellationToken);
        var worker = DevelopmentChain.Key("worker");
        var file = SandboxFiles.Write(sandbox, folder, [worker, .. moreWorkers], choice.Confirmations);
        var world = new FacilitatorWorld(sandbox, worker, file);
        world._anchoring = sandbox.KeepAnchoringAsync(TimeSpan.FromSeconds(0.7), world._ending.Token);
        world.Facilitator = await LocalFacilitator.StartAsync(file, [worker, .. moreWorkers], cancellationToken);
        return world;
    }

    /// <summary>The request, once it has ended.</summary>
    public async Task<MosaicRequest> EndedAsync(Bytes32 hash, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        MosaicRequest? request = null;
        while (TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            request = await Facilitator.Requests.FindAsync(hash.ToString(), cancellationToken);
            if (request is not null && request.Status.IsTerminal())
            {
                return request;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        Assert.Fail($"{hash} is {request?.Status}: {request?.Trouble}");
        return request!;
    }

    /// <summary>What the facilitator earned, by the chain's own word.</summary>
    public async Task<UInt256> RewardAsync(TransferKind kind, CancellationToken cancellationToken)
    {
        var (node, gateway, progressed) =
            kind == TransferKind.Stake
                ? (Sandbox.Auxiliary, Sandbox.CoGateway, GatewayContract.MintProgressed)
                : (Sandbox.Origin, Sandbox.Gateway, GatewayContract.UnstakeProgressed);
        var logs = await node.Client.GetLogsAsync(
            new LogFilter([gateway], [progressed.Topic]),
            0,
            await node.Client.GetBlockNumberAsync(cancellationToken),
            cancellationToken
        );
        return logs.Select(log => Reward(progressed, log)).Aggregate((sum, reward) => sum + reward);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _anchoring;
        _ending.Dispose();
        if (Facilitator is not null)
        {
            await Facilitator.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
        Worker.Dispose();
    }

    private static UInt256 Reward(AbiEvent progressed, EthereumLog log) =>
        progressed.TryDecode(log)!.Get<UInt256>("rewardAmount");
}

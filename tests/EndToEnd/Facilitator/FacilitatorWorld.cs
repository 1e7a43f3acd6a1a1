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
    private readonly IReadOnlyList<Secp256k1PrivateKey> _workers;
    private Task _anchoring = Task.CompletedTask;

    private FacilitatorWorld(MosaicSandbox sandbox, IReadOnlyList<Secp256k1PrivateKey> workers, string file) =>
        (Sandbox, _workers, File) = (sandbox, workers, file);

    public MosaicSandbox Sandbox { get; }

    public Secp256k1PrivateKey Worker => _workers[0];

    /// <summary>The facilitator's configuration.</summary>
    public string File { get; }

    public LocalFacilitator Facilitator { get; private set; } = null!;

    /// <summary>Somebody who has nothing yet.</summary>
    public EthereumAddress Beneficiary { get; } = EthereumAddress.Parse("0x00000000000000000000000000000000000be9ef");

    /// <summary>Chains, anchors and the facilitator.</summary>
    public static async Task<FacilitatorWorld> StartAsync(
        string folder,
        SandboxChoice choice,
        CancellationToken cancellationToken,
        params Secp256k1PrivateKey[] moreWorkers
    )
    {
        var world = await PrepareAsync(folder, choice, cancellationToken, moreWorkers);
        world.BeginAnchoring();
        await world.BeginFacilitatorAsync(cancellationToken);
        return world;
    }

    /// <summary>The chains alone.</summary>
    public static async Task<FacilitatorWorld> PrepareAsync(
        string folder,
        SandboxChoice choice,
        CancellationToken cancellationToken,
        params Secp256k1PrivateKey[] moreWorkers
    )
    {
        var sandbox = await MosaicSandbox.StartAsync(choice, cancellationToken);
        var worker = DevelopmentChain.Key("worker");
        var file = SandboxFiles.Write(sandbox, folder, [worker, .. moreWorkers], choice.Confirmations);
        return new FacilitatorWorld(sandbox, [worker, .. moreWorkers], file);
    }

    public void BeginAnchoring() => _anchoring = Sandbox.KeepAnchoringAsync(TimeSpan.FromSeconds(0.7), _ending.Token);

    public async Task BeginFacilitatorAsync(CancellationToken cancellationToken) =>
        Facilitator = await LocalFacilitator.StartAsync(File, _workers, cancellationToken);

    /// <summary>The request, once it has the status.</summary>
    public async Task<MosaicRequest> ReachedAsync(
        Bytes32 hash,
        RequestStatus status,
        CancellationToken cancellationToken
    ) => await UntilAsync(hash, request => request.Status == status, cancellationToken);

    /// <summary>The request, once it has ended.</summary>
    public Task<MosaicRequest> EndedAsync(Bytes32 hash, CancellationToken cancellationToken) =>
        UntilAsync(hash, request => request.Status.IsTerminal(), cancellationToken);

    private async Task<MosaicRequest> UntilAsync(
        Bytes32 hash,
        Func<MosaicRequest, bool> isReached,
        CancellationToken cancellationToken
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        MosaicRequest? request = null;
        while (TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            request = await Facilitator.Requests.FindAsync(hash.ToString(), cancellationToken);
            if (request is not null && isReached(request))
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

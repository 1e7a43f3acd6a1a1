using System.Collections.Immutable;
using Anchor.Crypto;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Grains.Ports;
using Anchor.Silo.Facilitator;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>Two chains, an organization that anchors, and a facilitator between them.</summary>
internal sealed class FacilitatorWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _ending = new();
    private readonly IReadOnlyList<Secp256k1PrivateKey> _workers;
    private readonly int _confirmations;
    private Task _anchoring = Task.CompletedTask;

    private FacilitatorWorld(MosaicSandbox sandbox, IReadOnlyList<Secp256k1PrivateKey> workers, int confirmations) =>
        (Sandbox, Books, _workers, _confirmations) = (sandbox, new ChainBooks(sandbox), workers, confirmations);

    public MosaicSandbox Sandbox { get; }

    /// <summary>What the chains say of money.</summary>
    public ChainBooks Books { get; }

    public Secp256k1PrivateKey Worker => _workers[0];

    /// <summary>The facilitator's configuration.</summary>
    public string File { get; private set; } = "";

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
        var world = new FacilitatorWorld(
            sandbox,
            [DevelopmentChain.Key("worker"), .. moreWorkers],
            choice.Confirmations
        );
        world.Configure(folder, new SandboxFileChoice());
        return world;
    }

    /// <summary>Writes the facilitator's files, over those that are there.</summary>
    public void Configure(string folder, SandboxFileChoice choice)
    {
        if (File.Length > 0)
        {
            System.IO.File.Delete(File);
        }

        File = SandboxFiles.Write(Sandbox, folder, _workers, _confirmations, choice);
    }

    public void BeginAnchoring() => _anchoring = Sandbox.KeepAnchoringAsync(TimeSpan.FromSeconds(0.7), _ending.Token);

    public async Task BeginFacilitatorAsync(
        CancellationToken cancellationToken,
        Action<IServiceCollection>? configure = null
    ) => Facilitator = await LocalFacilitator.StartAsync(File, _workers, cancellationToken, configure);

    /// <summary>The request, once it has the status.</summary>
    public Task<MosaicRequest> ReachedAsync(Bytes32 hash, RequestStatus status, CancellationToken cancellationToken) =>
        UntilAsync(Facilitator.Requests, hash, request => request.Status == status, cancellationToken);

    /// <summary>The request, once it has ended.</summary>
    public Task<MosaicRequest> EndedAsync(Bytes32 hash, CancellationToken cancellationToken) =>
        UntilAsync(Facilitator.Requests, hash, request => request.Status.IsTerminal(), cancellationToken);

    /// <summary>The requests, in their order, once all have ended.</summary>
    public async Task<ImmutableArray<MosaicRequest>> EndedAsync(
        IEnumerable<SandboxRequest> requests,
        CancellationToken cancellationToken
    ) => [.. await Task.WhenAll(requests.Select(request => EndedAsync(request.Hash, cancellationToken)))];

    /// <summary>The request as a facilitator's table has it, once it is as it should be.</summary>
    public static async Task<MosaicRequest> UntilAsync(
        IRequestIndex requests,
        Bytes32 hash,
        Func<MosaicRequest, bool> isReached,
        CancellationToken cancellationToken
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        MosaicRequest? request = null;
        while (TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            request = await requests.FindAsync(hash.ToString(), cancellationToken);
            if (request is not null && isReached(request))
            {
                return request;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        Assert.Fail($"{hash} is {request?.Status}: {request?.Trouble}");
        return request!;
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
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }
    }
}

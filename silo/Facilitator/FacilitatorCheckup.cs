using System.Globalization;
using System.Runtime.CompilerServices;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Hosting.Facilitator;
using Anchor.Ledgers.Mosaic;

namespace Anchor.Silo.Facilitator;

/// <summary>One thing that was looked at.</summary>
internal sealed record CheckupFinding(bool IsWell, string What);

/// <summary>Asks the chains whether what the files say is so.</summary>
internal sealed class FacilitatorCheckup(FacilitatorSettings settings, HttpClient http)
{
    public async IAsyncEnumerable<CheckupFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chain in settings.Mosaic.Chains)
        {
            yield return await FindAsync(() => ChainAsync(chain, cancellationToken));
        }

        foreach (var worker in settings.Keystores.Keys.OrderBy(key => key.ToString(), StringComparer.Ordinal))
        {
            yield return await FindAsync(() => Task.FromResult(Key(worker)));
        }

        foreach (var pair in settings.Mosaic.Pairs)
        {
            foreach (var check in ChecksOf(pair, cancellationToken))
            {
                yield return await FindAsync(check);
            }
        }
    }

    private IEnumerable<Func<Task<CheckupFinding>>> ChecksOf(MosaicGateways pair, CancellationToken cancellationToken)
    {
        var origin = Node(pair.Origin);
        var auxiliary = Node(pair.Auxiliary);
        yield return () =>
            SameAsync(
                origin,
                "the gateway's counterpart",
                pair.Gateway,
                GatewayContract.RemoteGateway,
                pair.CoGateway,
                cancellationToken
            );
        yield return () =>
            SameAsync(
                origin,
                "the gateway's anchor",
                pair.Gateway,
                GatewayContract.StateRootProvider,
                pair.OriginAnchor,
                cancellationToken
            );
        if (pair.CoGateway is { } coGateway)
        {
            yield return () =>
                SameAsync(
                    auxiliary,
                    "the co-gateway's counterpart",
                    coGateway,
                    GatewayContract.RemoteGateway,
                    pair.Gateway,
                    cancellationToken
                );
            yield return () =>
                SameAsync(
                    auxiliary,
                    "the co-gateway's anchor",
                    coGateway,
                    GatewayContract.StateRootProvider,
                    pair.AuxiliaryAnchor,
                    cancellationToken
                );
        }

        foreach (
            var (node, chain, anchor, remote) in new[]
            {
                (origin, pair.Origin, pair.OriginAnchor, pair.Auxiliary),
                (auxiliary, pair.Auxiliary, pair.AuxiliaryAnchor, pair.Origin),
            }
        )
        {
            if (anchor is { } address)
            {
                yield return () => AnchorAsync(node, chain, address, remote, cancellationToken);
            }
        }

        yield return async () =>
            await AskAsync<bool>(origin, pair.Gateway, GatewayContract.Activated, cancellationToken)
                ? new(true, $"the gateway {pair.Gateway} is activated")
                : new(false, $"the gateway {pair.Gateway} is not activated");
        foreach (var worker in settings.Mosaic.Chains.Single(chain => chain.Id == pair.Origin).Workers)
        {
            yield return () => WorkerAsync(origin, pair.Origin, pair.Composer, worker, cancellationToken);
            yield return () => BountyAsync(origin, pair, worker, cancellationToken);
        }

        if (pair.RedeemPool is { } pool)
        {
            foreach (var worker in settings.Mosaic.Chains.Single(chain => chain.Id == pair.Auxiliary).Workers)
            {
                yield return () => WorkerAsync(auxiliary, pair.Auxiliary, pool, worker, cancellationToken);
            }
        }
    }

    private static async Task<CheckupFinding> FindAsync(Func<Task<CheckupFinding>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception e) when (e is NodeUnavailableException or NodeRefusalException)
        {
            return new CheckupFinding(false, e.Message);
        }
    }

    private async Task<CheckupFinding> ChainAsync(MosaicChain chain, CancellationToken cancellationToken)
    {
        var id = (await Node(chain.Id).GetChainIdAsync(cancellationToken)).ToString(CultureInfo.InvariantCulture);
        return new(id == chain.Id, $"{chain.Rpc} is a node of chain {id}, and {chain.Id} is configured");
    }

    private CheckupFinding Key(EthereumAddress worker)
    {
        if (WorkerPasswords.Find(worker, Environment.GetEnvironmentVariables()) is not { } password)
        {
            return new(false, $"{WorkerPasswords.VariableOf(worker)} is not in the environment");
        }

        var fault = WorkerUnlocking.FindFault(worker, settings.Keystores[worker], password, out var key);
        key?.Dispose();
        return new(fault is null, fault ?? $"the key of {worker} opens");
    }

    private static async Task<CheckupFinding> SameAsync(
        EthereumClient node,
        string what,
        EthereumAddress contract,
        AbiFunction function,
        EthereumAddress? configured,
        CancellationToken cancellationToken
    )
    {
        var found = await AskAsync<EthereumAddress>(node, contract, function, cancellationToken);
        return new(
            configured is null || configured == found,
            $"{what} is {found}{(configured is { } other && other != found ? $", and {other} is configured" : "")}"
        );
    }

    private static async Task<CheckupFinding> AnchorAsync(
        EthereumClient node,
        string chain,
        EthereumAddress anchor,
        string remote,
        CancellationToken cancellationToken
    )
    {
        var known = await AskAsync<UInt256>(node, anchor, AnchorContract.RemoteChainId, cancellationToken);
        return new(
            known.ToString() == remote,
            $"the anchor {anchor} on chain {chain} holds roots of chain {known}, and {remote} is the other one"
        );
    }

    private static async Task<CheckupFinding> WorkerAsync(
        EthereumClient node,
        string chain,
        EthereumAddress pool,
        EthereumAddress worker,
        CancellationToken cancellationToken
    )
    {
        var organization = await AskAsync<EthereumAddress>(
            node,
            pool,
            PoolContract.Composer.Organization,
            cancellationToken
        );
        var isWorker = await AskAsync<bool>(
            node,
            organization,
            OrganizationContract.IsWorker,
            cancellationToken,
            worker
        );
        var coin = await node.GetBalanceAsync(worker, BlockTag.Latest, cancellationToken);
        return new(
            isWorker,
            $"{worker} is {(isWorker ? "a" : "no")} worker of {organization} on chain {chain} and has {coin} wei"
        );
    }

    private static async Task<CheckupFinding> BountyAsync(
        EthereumClient node,
        MosaicGateways pair,
        EthereumAddress worker,
        CancellationToken cancellationToken
    )
    {
        var token = await AskAsync<EthereumAddress>(node, pair.Gateway, GatewayContract.BaseToken, cancellationToken);
        var bounty = await AskAsync<UInt256>(node, pair.Gateway, GatewayContract.Bounty, cancellationToken);
        var funds = await AskAsync<UInt256>(node, token, TokenContract.BalanceOf, cancellationToken, worker);
        return new(funds >= bounty, $"{worker} has {funds} base tokens, and a bounty is {bounty}");
    }

    internal static async Task<T> AskAsync<T>(
        EthereumClient node,
        EthereumAddress contract,
        AbiFunction function,
        CancellationToken cancellationToken,
        params object[] arguments
    )
    {
        var answer = await node.CallAsync(
            new CallRequest(contract, function.Encode(arguments)),
            BlockTag.Latest,
            cancellationToken
        );
        return function.TryDecodeResult(answer.Span) is { } values
            ? values.Get<T>(0)
            : throw new NodeUnavailableException($"{contract} at {node.Endpoint} does not answer {function.Name}.");
    }

    private EthereumClient Node(string chain) =>
        new(
            http,
            new EthereumClientOptions { Endpoint = settings.Mosaic.Chains.Single(known => known.Id == chain).Rpc },
            TimeProvider.System
        );
}

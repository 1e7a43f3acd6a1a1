using System.Globalization;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Hosting.Facilitator;
using Anchor.Ledgers.Mosaic;

namespace Anchor.Silo.Facilitator;

/// <summary>The anchors of all configured pairs, both ways, and the organization that tells them.</summary>
internal sealed class DevAnchors : IDisposable
{
    private readonly Dictionary<string, EthereumClient> _nodes;
    private readonly Dictionary<string, LocalSender> _senders;
    private readonly List<(string From, string To, DevAnchor Anchor)> _ways = [];

    private DevAnchors(IReadOnlyList<MosaicChain> chains, byte[] key, HttpClient http)
    {
        _nodes = chains.ToDictionary(
            chain => chain.Id,
            chain => new EthereumClient(http, new EthereumClientOptions { Endpoint = chain.Rpc }, TimeProvider.System)
        );
        _senders = chains.ToDictionary(
            chain => chain.Id,
            chain => new LocalSender(
                _nodes[chain.Id],
                long.Parse(chain.Id, CultureInfo.InvariantCulture),
                Secp256k1PrivateKey.FromBytes(key)
            )
        );
    }

    /// <summary>Finds the anchors; what the files do not name the gateways do.</summary>
    public static async Task<DevAnchors> FindAsync(
        IReadOnlyList<FacilitatorSettings> settings,
        byte[] key,
        HttpClient http,
        CancellationToken cancellationToken
    )
    {
        var chains = settings.SelectMany(one => one.Mosaic.Chains).DistinctBy(chain => chain.Id).ToList();
        var anchors = new DevAnchors(chains, key, http);
        try
        {
            foreach (var pair in settings.SelectMany(one => one.Mosaic.Pairs))
            {
                await anchors.AddAsync(pair, chains, cancellationToken);
            }

            return anchors;
        }
        catch
        {
            anchors.Dispose();
            throw;
        }
    }

    /// <summary>Brings what is new, each way; says what was brought, and what failed.</summary>
    public async Task BringAsync(
        Func<string, Task> say,
        Func<string, Task> complain,
        CancellationToken cancellationToken
    )
    {
        foreach (var (from, to, anchor) in _ways)
        {
            try
            {
                if (await anchor.BringAsync(cancellationToken) is { } height)
                {
                    await say($"block {height} of chain {from} is anchored on chain {to}");
                }
            }
            catch (Exception e)
                when (e
                        is NodeUnavailableException
                            or NodeRefusalException
                            or TimeoutException
                            or InvalidOperationException
                )
            {
                await complain($"chain {from} to {to}: {e.Message}");
            }
        }
    }

    public void Dispose()
    {
        foreach (var sender in _senders.Values)
        {
            sender.Dispose();
        }
    }

    private async Task AddAsync(MosaicGateways pair, List<MosaicChain> chains, CancellationToken cancellationToken)
    {
        var coGateway =
            pair.CoGateway
            ?? await AskAsync(pair.Origin, pair.Gateway, GatewayContract.RemoteGateway, cancellationToken);
        Add(
            pair.Origin,
            pair.Auxiliary,
            pair.AuxiliaryAnchor
                ?? await AskAsync(pair.Auxiliary, coGateway, GatewayContract.StateRootProvider, cancellationToken)
        );
        Add(
            pair.Auxiliary,
            pair.Origin,
            pair.OriginAnchor
                ?? await AskAsync(pair.Origin, pair.Gateway, GatewayContract.StateRootProvider, cancellationToken)
        );

        void Add(string from, string to, EthereumAddress anchor) =>
            _ways.Add(
                (
                    from,
                    to,
                    new DevAnchor(
                        _nodes[from],
                        chains.Single(chain => chain.Id == from).Confirmations,
                        _nodes[to],
                        anchor,
                        _senders[to]
                    )
                )
            );
    }

    private Task<EthereumAddress> AskAsync(
        string chain,
        EthereumAddress contract,
        AbiFunction function,
        CancellationToken cancellationToken
    ) => FacilitatorCheckup.AskAsync<EthereumAddress>(_nodes[chain], contract, function, cancellationToken);
}

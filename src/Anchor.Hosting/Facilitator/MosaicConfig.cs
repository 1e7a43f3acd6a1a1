using System.Collections.Immutable;
using System.Globalization;
using Anchor.Ethereum;

namespace Anchor.Hosting.Facilitator;

/// <summary>The contracts of one auxiliary chain, and those of the origin chain that belong to them.</summary>
internal sealed record MosaicConfigChain(
    string Id,
    EthereumAddress? Composer,
    EthereumAddress? Gateway,
    EthereumAddress? CoGateway,
    EthereumAddress? OriginAnchor,
    EthereumAddress? AuxiliaryAnchor,
    EthereumAddress? RedeemPool
);

/// <summary>The mosaic configuration file: the chains and contracts of Mosaic, in the requirements' names or the released ones.</summary>
/// <param name="OriginId">Null in files of the released form, which name the chain only.</param>
internal sealed record MosaicConfig(
    string File,
    string? OriginName,
    string? OriginId,
    ImmutableArray<MosaicConfigChain> Auxiliaries
)
{
    private static readonly (string Name, long Id)[] KnownChains =
    [
        ("ethereum", 1),
        ("mainnet", 1),
        ("ropsten", 3),
        ("rinkeby", 4),
        ("goerli", 5),
        ("sepolia", 11_155_111),
        ("holesky", 17_000),
    ];

    /// <summary>Reads the file; what is missing or malformed is among the faults.</summary>
    public static MosaicConfig Read(string file, List<string> faults)
    {
        var root = ConfigNode.Load(file, faults);
        if (!root.Exists)
        {
            return new MosaicConfig(file, null, null, []);
        }

        var origin = root["originChain"];
        origin.Require();
        var name = origin["chain"].Text();
        var id =
            origin["chainId"].Number(1, long.MaxValue)
            ?? KnownChains.Where(known => known.Name == name).Select(known => (long?)known.Id).FirstOrDefault();
        if (origin.Exists && id is null)
        {
            origin["chainId"].Fault($"is missing, and no chain called \"{name}\" is known by its name.");
        }

        var contracts = origin["contractAddresses"];
        Library(contracts, "simpleTokenAddress", "valueTokenAddress");
        foreach (var library in (string[])["merklePatriciaLibAddress", "gatewayLibAddress", "messageBusAddress"])
        {
            Library(contracts, library, char.ToUpperInvariant(library[0]) + library[1..]);
        }

        var pool = contracts["stakePoolAddress", "ostComposerAddress"].Address();
        var auxiliaries = root["auxiliaryChains"];
        auxiliaries.Require();
        return new MosaicConfig(
            file,
            name,
            id?.ToString(CultureInfo.InvariantCulture),
            [.. auxiliaries.Members().Select(member => ReadChain(member.Name, member.Node, pool))]
        );
    }

    private static MosaicConfigChain ReadChain(string key, ConfigNode node, EthereumAddress? pool)
    {
        var id = node["chainId"].Number(1, long.MaxValue)?.ToString(CultureInfo.InvariantCulture);
        if (id is null)
        {
            node["chainId"].Require();
        }
        else if (id != key)
        {
            node["chainId"].Fault($"is {id}, and stands under {key}.");
        }

        var origin = node["contractAddresses"]["origin"];
        var auxiliary = node["contractAddresses"]["auxiliary"];
        if (!origin.Require() | !auxiliary.Require())
        {
            return new MosaicConfigChain(id ?? key, null, null, null, null, null, null);
        }

        var own = origin["ostComposerAddress", "stakePoolAddress"];
        if (!own.Exists && pool is null)
        {
            own.Require();
        }

        return new MosaicConfigChain(
            id ?? key,
            own.Address() ?? pool,
            Needed(origin["ostEIP20GatewayAddress", "eip20GatewayAddress"]),
            Needed(auxiliary["ostEIP20CogatewayAddress", "ostEIP20CoGatewayAddress", "eip20CoGatewayAddress"]),
            Needed(origin["anchorAddress"]),
            Needed(auxiliary["anchorAddress"]),
            auxiliary["redeemPoolAddress"].Address()
        );
    }

    private static EthereumAddress? Needed(ConfigNode node) => node.Require() ? node.Address() : null;

    private static void Library(ConfigNode contracts, params ReadOnlySpan<string> names)
    {
        var node = contracts[names];
        if (contracts.Exists && node.Require())
        {
            node.Address();
        }
    }
}

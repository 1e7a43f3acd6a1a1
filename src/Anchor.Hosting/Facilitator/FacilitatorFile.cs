using System.Collections.Immutable;
using System.Globalization;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;

namespace Anchor.Hosting.Facilitator;

/// <summary>A chain as the facilitator's configuration has it.</summary>
/// <param name="Composer">On the origin chain only.</param>
/// <param name="Gateways">On the origin chain only: the gateways that are served.</param>
internal sealed record FacilitatorFileChain(
    string Id,
    Uri Rpc,
    Uri? WebSocket,
    ImmutableArray<EthereumAddress> Workers,
    EthereumAddress? Composer,
    ImmutableArray<EthereumAddress> Gateways,
    int? Confirmations,
    int? BlockDelay,
    int? BatchSize,
    long? FromBlock
);

/// <summary>The facilitator's configuration file, in the requirements' names or the released ones.</summary>
internal sealed record FacilitatorFile(
    string File,
    string? MosaicConfig,
    string? DatabasePath,
    string? DatabaseUser,
    string? DatabasePassword,
    string? OriginChain,
    string? AuxiliaryChain,
    ImmutableArray<FacilitatorFileChain> Chains,
    ImmutableDictionary<EthereumAddress, string> EncryptedAccounts,
    TokenAmount? ParGasPrice,
    TokenAmount? ParGasLimit,
    TokenAmount? MinimumReward,
    TimeSpan? ResumeInterval,
    TimeSpan? LookInterval,
    TimeSpan? ForeignPatience,
    int? RetryBudget
)
{
    private const string DefaultRpc = "http://localhost:8545";
    private const string DefaultWebSocket = "ws://localhost:8546";

    /// <summary>Reads the file; what is missing or malformed is among the faults.</summary>
    public static FacilitatorFile Read(string file, List<string> faults)
    {
        var root = ConfigNode.Load(file, faults);
        var database = root["db", "database"];
        var chains = root["chains"];
        if (root.Exists)
        {
            chains.Require();
        }

        return new FacilitatorFile(
            file,
            root["mosaic_config", "mosaicConfig"].Text(),
            database["db_path", "path"].Text() ?? root["db_path"].Text(),
            database["db_username", "username"].Text() ?? root["db_username"].Text(),
            database["db_password", "password"].Text() ?? root["db_password"].Text(),
            root["originChain", "origin_chain"].Text(),
            root["auxChainId", "aux_chain_id"].Text(),
            [.. chains.Members().Select(member => ReadChain(member.Name, member.Node)).OfType<FacilitatorFileChain>()],
            ReadAccounts(root["encrypted_accounts", "encryptedAccounts"]),
            root["par_gas_price"].Amount(),
            root["par_gas_limit"].Amount(),
            root["minimum_reward"].Amount(),
            root["resume_interval"].Seconds(),
            root["look_interval"].Seconds(),
            root["foreign_patience"].Seconds(),
            (int?)root["retry_budget"].Number(1, 1_000)
        );
    }

    private static FacilitatorFileChain? ReadChain(string key, ConfigNode node)
    {
        if (!long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
        {
            node.Fault("is no chain id.");
            return null;
        }

        var workers = node["workers"].Exists
            ? node["workers"].Items().Select(item => item.Address())
            : [node["worker"].Address()];
        return new FacilitatorFileChain(
            id.ToString(CultureInfo.InvariantCulture),
            node["rpc", "nodeRpc"].Url("http", "https") ?? new Uri(DefaultRpc),
            node["ws"].Url("ws", "wss")
                ?? (node["ws"].Exists || node["rpc", "nodeRpc"].Exists ? null : new Uri(DefaultWebSocket)),
            [.. workers.OfType<EthereumAddress>().Distinct()],
            node["composer_address"].Address(),
            [
                .. node["supported_gateway_address", "supported_gateway_addresses"]
                    .Items()
                    .Select(item => item.Address())
                    .OfType<EthereumAddress>(),
            ],
            (int?)node["confirmations"].Number(0, 10_000),
            (int?)node["block_delay"].Number(0, 10_000),
            (int?)node["batch_size"].Number(1, 100_000),
            node["from_block"].Number(0, long.MaxValue)
        );
    }

    private static ImmutableDictionary<EthereumAddress, string> ReadAccounts(ConfigNode node)
    {
        var accounts = ImmutableDictionary.CreateBuilder<EthereumAddress, string>();
        foreach (var (name, account) in node.Members())
        {
            if (!EthereumAddress.TryParse(name, out var address))
            {
                account.Fault("is no address (0x and 40 hexadecimal digits, with the right checksum if any).");
            }
            else if (!accounts.TryAdd(address, account.Raw() ?? ""))
            {
                account.Fault("stands there twice.");
            }
        }

        return accounts.ToImmutable();
    }
}

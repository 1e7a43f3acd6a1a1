using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Ethereum.Keystores;

namespace Anchor.Silo.Facilitator;

/// <summary>A chain as it is written into a new configuration.</summary>
internal sealed record NewChain(string Id, Uri Rpc, IReadOnlyList<Secp256k1PrivateKey> Workers, string Password);

/// <summary>Writes the facilitator's configuration file.</summary>
internal static class FacilitatorFilesWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the file; it must not exist, and only its owner can read it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="mosaicConfig">The mosaic configuration that belongs to it.</param>
    /// <param name="database">The part <c>db</c>.</param>
    /// <param name="auxiliary">The auxiliary chain's id.</param>
    /// <param name="chains">The chains with the keys of their workers.</param>
    /// <param name="keystoreCost">scrypt's N.</param>
    /// <param name="more">More members, of the whole and of each chain.</param>
    public static void Write(
        string path,
        string mosaicConfig,
        JsonObject database,
        string auxiliary,
        IReadOnlyList<NewChain> chains,
        int keystoreCost,
        (JsonObject Root, JsonObject Chain)? more = null
    )
    {
        var accounts = new JsonObject();
        foreach (var chain in chains)
        {
            foreach (var worker in chain.Workers)
            {
                var keystore = KeystoreV3.Encrypt(
                    worker,
                    chain.Password,
                    keystoreCost,
                    RandomNumberGenerator.GetBytes(KeystoreV3.EntropySize)
                );
                accounts[EthereumAddress.Of(worker).ToString()] = JsonNode.Parse(keystore);
            }
        }

        var root = new JsonObject
        {
            ["mosaic_config"] = mosaicConfig,
            ["aux_chain_id"] = auxiliary,
            ["db"] = database,
            ["chains"] = new JsonObject(
                chains.Select(chain => KeyValuePair.Create(chain.Id, (JsonNode?)ChainOf(chain, more?.Chain)))
            ),
            ["encrypted_accounts"] = accounts,
        };
        foreach (var (name, value) in more?.Root ?? [])
        {
            root[name] = value?.DeepClone();
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        JsonSerializer.Serialize(stream, root, Indented);
    }

    private static JsonObject ChainOf(NewChain chain, JsonObject? more)
    {
        var json = new JsonObject
        {
            ["rpc"] = chain.Rpc.ToString(),
            ["workers"] = new JsonArray([
                .. chain.Workers.Select(worker => (JsonNode)EthereumAddress.Of(worker).ToString()),
            ]),
        };
        foreach (var (name, value) in more ?? [])
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }
}

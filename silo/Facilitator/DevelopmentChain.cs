using System.Text.Json;
using Anchor.Crypto;
using Anchor.Ethereum;

namespace Anchor.Silo.Facilitator;

/// <summary>Two chains with the contracts of mosaic-contracts 0.12.0 deployed, and the accounts that everybody knows the keys of. For development only.</summary>
internal static class DevelopmentChain
{
    /// <summary>The well-known phrase of development chains.</summary>
    public const string Phrase = "test test test test test test test test test test test junk";

    private static readonly JsonElement Accounts = JsonDocument
        .Parse(Resource("accounts.json"))
        .RootElement.GetProperty("accounts");

    public static AnvilChoice Origin { get; } = new(1337, 10_000, "origin.state");

    /// <summary>Its accounts hold what the coin's contract was given.</summary>
    public static AnvilChoice Auxiliary { get; } = new(1406, 2_000_000_000, "auxiliary.state");

    /// <summary>The same with a token of its own (UtilityToken, an ERC-20) in the place of its coin; every contract has the same address.</summary>
    public static AnvilChoice Utility { get; } = Auxiliary with { State = "utility.state" };

    /// <summary>The mosaic configuration of the two.</summary>
    public static byte[] MosaicConfig => Resource("mosaic.json");

    /// <summary>A key by its role: owner, admin, worker, staker or beneficiary.</summary>
    public static Secp256k1PrivateKey Key(string role) =>
        Secp256k1PrivateKey.FromBytes(Hex.Parse(Accounts.GetProperty(role).GetProperty("privateKey").GetString()!));

    public static EthereumAddress Address(string role) =>
        EthereumAddress.Parse(Accounts.GetProperty(role).GetProperty("address").GetString()!);

    public static byte[] Resource(string name)
    {
        using var stream =
            typeof(DevelopmentChain).Assembly.GetManifestResourceStream($"Mosaic/{name}")
            ?? throw new InvalidOperationException($"The program lacks {name}.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

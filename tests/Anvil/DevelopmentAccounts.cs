using System.Text.Json;
using Anchor.Crypto;
using Anchor.Ethereum;

namespace Anchor.Testing.Anvil;

/// <summary>The accounts that have coin on every chain here. Everybody knows their keys.</summary>
public static class DevelopmentAccounts
{
    private static readonly JsonElement Accounts = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Anvil", "accounts.json")))
        .RootElement.GetProperty("accounts");

    /// <summary>Owns the contracts, and may anchor state roots.</summary>
    public static Secp256k1PrivateKey Owner => Key("owner");

    /// <summary>A worker of the gateways' organization.</summary>
    public static Secp256k1PrivateKey Worker => Key("worker");

    public static Secp256k1PrivateKey Staker => Key("staker");

    public static Secp256k1PrivateKey Beneficiary => Key("beneficiary");

    private static Secp256k1PrivateKey Key(string role) =>
        Secp256k1PrivateKey.FromBytes(Hex.Parse(Accounts.GetProperty(role).GetProperty("privateKey").GetString()!));
}

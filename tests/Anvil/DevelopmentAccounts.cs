using Anchor.Crypto;
using Anchor.Silo.Facilitator;

namespace Anchor.Testing.Anvil;

/// <summary>The accounts that have coin on every chain here. Everybody knows their keys.</summary>
public static class DevelopmentAccounts
{
    /// <summary>Owns the contracts, and may anchor state roots.</summary>
    public static Secp256k1PrivateKey Owner => DevelopmentChain.Key("owner");

    /// <summary>A worker of the gateways' organization.</summary>
    public static Secp256k1PrivateKey Worker => DevelopmentChain.Key("worker");

    public static Secp256k1PrivateKey Staker => DevelopmentChain.Key("staker");

    public static Secp256k1PrivateKey Beneficiary => DevelopmentChain.Key("beneficiary");
}

using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <content>The network, and the accounts on it.</content>
internal static partial class SettingTable
{
    internal static readonly Setting<string> Passphrase = new(
        "STELLAR_NETWORK_PASSPHRASE",
        "Stellar:Passphrase",
        ValueKinds.Passphrase,
        "Test SDF Network ; September 2015",
        "The network's passphrase."
    );

    internal static readonly Setting<Uri> HorizonUri = new(
        "HORIZON_URI",
        "Stellar:HorizonUri",
        Url,
        "the sandbox",
        "The Horizon server to use."
    );

    internal static readonly Setting<string> SigningSeed = new(
        "SIGNING_SEED",
        "Stellar:SigningSeed",
        Seed,
        "generated and stored in LOCAL_MODE",
        "Signs SEP-10 challenges; its public key is the SIGNING_KEY of stellar.toml."
    )
    {
        IsSecret = true,
    };

    internal static readonly Setting<string> SignerToken = new(
        "SIGNER_TOKEN",
        "Stellar:SignerToken",
        Text,
        "none",
        "Sent as a bearer token to the external signers of assets."
    )
    {
        IsSecret = true,
    };

    internal static readonly Setting<long> MaxFee = new(
        "MAX_TRANSACTION_FEE_STROOPS",
        "Stellar:MaxFeeStroops",
        Stroops,
        "10000",
        "The most that is bid for one operation."
    );

    internal static readonly Setting<int> PayoutChannels = new(
        "PAYOUT_CHANNELS",
        "Stellar:PayoutChannels",
        ValueKinds.Channels,
        "8",
        "How many payments of one distribution account go into one ledger, each over a channel account that holds 3 XLM of the distribution account's; 0: one, without a channel."
    );

    private static Setting[] StellarRows => [Passphrase, HorizonUri, SigningSeed, SignerToken, MaxFee, PayoutChannels];
}

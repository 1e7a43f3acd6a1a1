using System.Collections.Immutable;
using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <summary>Everything that can be configured, in the order of the documentation. Assets have a table of their own: <see cref="AssetReader"/>.</summary>
internal static class SettingTable
{
    internal static readonly Setting<Uri> HostUrl = new(
        "HOST_URL",
        "HostUrl",
        Url,
        "http://localhost:8000",
        "Where wallets reach the server."
    );

    internal static readonly Setting<Uri> ListenUrl = new(
        "LISTEN_URL",
        "ListenUrl",
        Url,
        "HOST_URL on this machine, else http://0.0.0.0:8000",
        "Where the server listens, if a proxy or a container stands before it."
    );

    internal static readonly Setting<bool> LocalMode = new(
        "LOCAL_MODE",
        "LocalMode",
        Flag,
        "on with the sandbox, else off",
        "Allows plain HTTP, short keys and generated keys, for development."
    );

    internal static readonly Setting<string> Passphrase = new(
        "STELLAR_NETWORK_PASSPHRASE",
        "Stellar:Passphrase",
        Text,
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

    internal static readonly Setting<long> MaxFee = new(
        "MAX_TRANSACTION_FEE_STROOPS",
        "Stellar:MaxFeeStroops",
        Stroops,
        "10000",
        "The most that is bid for one operation."
    );

    internal static readonly Setting<string> JwtKey = new(
        "SERVER_JWT_KEY",
        "ServerJwtKey",
        Text,
        "generated and stored in LOCAL_MODE",
        "Signs the tokens of SEP-10 and of the interactive pages; at least 32 bytes outside LOCAL_MODE."
    )
    {
        IsSecret = true,
    };

    internal static readonly Setting<string> SecretKey = new(
        "ANCHOR_SECRET_KEY",
        "SecretKey",
        Text,
        "generated into a file beside the database",
        "Encrypts the secrets that are stored."
    )
    {
        Aliases = ["DJANGO_SECRET_KEY"],
        IsSecret = true,
    };

    internal static readonly Setting<ImmutableArray<string>> ActiveSeps = new(
        "ACTIVE_SEPS",
        "ActiveSeps",
        List,
        "all that are built: sep-1, sep-10, sep-24",
        "The SEPs that are served."
    );

    internal static readonly Setting<ImmutableArray<string>> HomeDomains = new(
        "SEP10_HOME_DOMAINS",
        "Sep10:HomeDomains",
        List,
        "HOST_URL's host, with its port if it has one",
        "The home domains for which challenges are given; the first is the default."
    );

    internal static readonly Setting<string> WebAuthDomain = new(
        "SEP10_WEB_AUTH_DOMAIN",
        "Sep10:WebAuthDomain",
        Text,
        "HOST_URL's host without port",
        "The web_auth_domain of challenges."
    );

    internal static readonly Setting<TimeSpan> InteractiveJwtExpiration = new(
        "INTERACTIVE_JWT_EXPIRATION",
        "InteractiveJwtExpiration",
        Seconds,
        "30",
        "How many seconds the link to the interactive pages is good for."
    );

    internal static readonly Setting<string> DataFolder = new(
        "DATA_DIR",
        "DataDir",
        Text,
        "data",
        "The folder of everything that is kept."
    );

    internal static readonly Setting<string> DatabaseUrl = new(
        "DATABASE_URL",
        "DatabaseUrl",
        Database,
        "anchor.db in DATA_DIR",
        "The database: sqlite:///relative/file or sqlite:////absolute/file."
    )
    {
        // It may hold a password.
        IsSecret = true,
    };

    internal static readonly Setting<TimeSpan?> PollDeposits = new(
        "POLLING_DEPOSITS",
        "Polling:Deposits",
        Interval,
        "10 (1 with the sandbox)",
        "Seconds between two rounds that ask the rails about deposits, or off."
    );

    internal static readonly Setting<TimeSpan?> PollOutgoing = new(
        "POLLING_OUTGOING",
        "Polling:Outgoing",
        Interval,
        "30 (1 with the sandbox)",
        "Seconds between two rounds that ask the rails about payments out, or off."
    );

    internal static readonly Setting<TimeSpan?> PollTrustlines = new(
        "POLLING_TRUSTLINES",
        "Polling:Trustlines",
        Interval,
        "60 (1 with the sandbox)",
        "Seconds between two rounds that look for the trustlines that deposits wait for, or off."
    );

    internal static readonly Setting<bool> ResumeAtStart = new(
        "RESUME_AT_START",
        "ResumeAtStart",
        Flag,
        "on",
        "Whether a start goes on at once with what a crash interrupted; off leaves each to its own reminder."
    );

    internal static readonly Setting<bool> SandboxOn = new(
        "SANDBOX",
        "Sandbox:Enabled",
        Flag,
        "on if neither HORIZON_URI nor assets are configured",
        "Runs a Stellar network of one's own inside this process."
    );

    internal static readonly Setting<Uri> SandboxUrl = new(
        "SANDBOX_URL",
        "Sandbox:Url",
        Url,
        "http://localhost:8001",
        "Where the sandbox network speaks Horizon."
    );

    internal static readonly Setting<string> SandboxLedger = new(
        "SANDBOX_LEDGER",
        "Sandbox:Ledger",
        Text,
        "sandbox.db in DATA_DIR",
        "The file of the sandbox network's ledgers."
    );

    internal static readonly Setting<TimeSpan?> SandboxClose = new(
        "SANDBOX_CLOSE_INTERVAL",
        "Sandbox:CloseInterval",
        Interval,
        "1",
        "Seconds between two ledgers of the sandbox network."
    );

    internal static readonly Setting<bool> DemoRails = new(
        "DEMO_RAILS",
        "Demo:Rails",
        Flag,
        "on with the sandbox if no rails are plugged in, else off",
        "Lets a demonstration bank play the business. Never on the public network."
    );

    internal static readonly Setting<Uri> DemoBankUrl = new(
        "DEMO_BANK_URL",
        "Demo:BankUrl",
        Url,
        "the sandbox",
        "Where the demonstration bank is."
    );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        HostUrl,
        ListenUrl,
        LocalMode,
        Passphrase,
        HorizonUri,
        SigningSeed,
        MaxFee,
        JwtKey,
        SecretKey,
        ActiveSeps,
        HomeDomains,
        WebAuthDomain,
        InteractiveJwtExpiration,
        DataFolder,
        DatabaseUrl,
        PollDeposits,
        PollOutgoing,
        PollTrustlines,
        ResumeAtStart,
        SandboxOn,
        SandboxUrl,
        SandboxLedger,
        SandboxClose,
        DemoRails,
        DemoBankUrl,
    ];
}

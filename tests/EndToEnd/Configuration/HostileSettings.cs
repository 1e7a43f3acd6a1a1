namespace Anchor.EndToEnd.Tests.Configuration;

/// <summary>One wrong setting and the one line that it leads to.</summary>
/// <param name="Given">The lines of <c>.env</c>; of <c>anchor.json</c> if they begin with a brace.</param>
/// <param name="Stops">Whether the start stops; else it only warns.</param>
internal sealed record HostileSetting(string Given, bool Stops, string Line)
{
    /// <summary>Whether all else is set as for a server on the internet, in place of nothing at all.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether the whole program is started with it too, and not only its configuration read.</summary>
    public bool IsStarted { get; init; }

    public bool IsJson => Given.StartsWith('{');
}

/// <summary>The table of docs/settings-faults.md.</summary>
internal static class HostileSettings
{
    public const string Issuer = "GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H";
    public const string Seed = "SDHOAMBNLGCE2MV5ZKIVZAQD3VCLGP53P3OBSBI6UN5L5XZI5TKHFQL4";
    public const string OfNobody = "SAV76USXIJOBMEQXPANUOQM6F5LIOTLPDIDVRJBFFE2MDJXG24TAPUU7";

    /// <summary>What a server on the internet has at least.</summary>
    public const string Live = $$"""
        {
          "HostUrl": "https://anchor.example",
          "Stellar": { "HorizonUri": "https://horizon-testnet.stellar.org", "SigningSeed": "{{Seed}}" },
          "ServerJwtKey": "5dd0e6d9b4f1c0a7e2f38a6b917c44d85dd0e6d9b4f1c0a7e2f38a6b917c44d8"
        }
        """;

    private const string Public = "STELLAR_NETWORK_PASSPHRASE=\"Public Global Stellar Network ; September 2015\"";

    public const string Asset =
        $"Assets__0__Code=USD\nAssets__0__Issuer={Issuer}\nAssets__0__DistributionSeed={OfNobody}";

    public static IReadOnlyList<HostileSetting> All { get; } =
    [
        // The files.
        Stop("SECRET", ".env, line 1: not of the form NAME=value."),
        Stop("MY NAME=1", ".env, line 1: not of the form NAME=value."),
        Stop(
            "SEP10_WEB_AUTH_DOMAIN=\"-----BEGIN\nMIIB\n-----END\"",
            ".env, line 1: SEP10_WEB_AUTH_DOMAIN: the quote is not closed on its line, and values of several lines are not taken."
        ) with
        {
            IsStarted = true,
        },
        Stop(
            "DATA_DIR=\"my\" data",
            ".env, line 1: DATA_DIR: something follows the closing quote; the whole value must stand between the quotes."
        ),
        Warn("DATA_DIR=a\nDATA_DIR=b", ".env, line 2: DATA_DIR stands on line 1 too; this line holds."),
        Warn("DATA_DIR=${HOME}/x", ".env, line 1: DATA_DIR: ${...} is taken as it stands; no value is filled in."),
        Stop("ENV_PATH=/nowhere/.env", "ENV_PATH: there is no file \"/nowhere/.env\"."),
        Warn(
            "HOST_ULR=http://localhost:8000",
            ".env: HOST_ULR is not a setting of this program and is ignored; is HOST_URL meant?"
        ),
        Warn("DJANGO_DEBUG=1", ".env: DJANGO_DEBUG is not a setting of this program and is ignored."),
        Stop(
            "{ \"HostUrl\": \"http://a\", \"HostUrl\": \"http://b\" }",
            "anchor.json: A duplicate key 'HostUrl' was found."
        ),
        Stop("{ \"Assets\": { \"Code\": \"USD\" } }", "Assets: must be a list; \"Code\" is not a place in one."),
        Warn(
            "{ \"Polling\": { \"Deposit\": 1 } }",
            "anchor.json: Polling:Deposit is not a setting of this program and is ignored; is Polling:Deposits meant?"
        ),
        // Addresses.
        Stop("HOST_URL=localhost", "HOST_URL: \"localhost\" is not an http or https URL.") with
        {
            IsStarted = true,
        },
        Stop("HOST_URL=ftp://localhost", "HOST_URL: \"ftp://localhost\" is not an http or https URL."),
        Stop("HOST_URL=http://localhost:8000/anchor", "HOST_URL: must have no path."),
        Stop(
            "HOST_URL=http://me:secret@localhost:8000",
            "HOST_URL: the URL must have no user name, no query and no fragment."
        ) with
        {
            IsStarted = true,
        },
        Stop(
            "HOST_URL=http://0.0.0.0:8000",
            "HOST_URL: 0.0.0.0 is no address that wallets can reach; LISTEN_URL says where to listen."
        ),
        Stop("LISTEN_URL=https://localhost:8000", "LISTEN_URL: must be http; a proxy before the server speaks https."),
        Stop("HOST_URL=http://anchor.example", "HOST_URL: must be https outside LOCAL_MODE.") with
        {
            IsLive = true,
            IsStarted = true,
        },
        Warn("HOST_URL=https://localhost", "HOST_URL: localhost can be reached from this machine only.") with
        {
            IsLive = true,
        },
        Stop("LOCAL_MODE=maybe", "LOCAL_MODE: \"maybe\" is not on or off (1/0, true/false, yes/no)."),
        Warn(
            $"{Public}\nHORIZON_URI=https://horizon.stellar.org\nLOCAL_MODE=1",
            "LOCAL_MODE: on the public network, where money is real, its plain HTTP and weak keys are dangerous."
        ) with
        {
            IsLive = true,
        },
        // The network.
        Stop(
            "STELLAR_NETWORK_PASSPHRASE=\"Test SDF Network; September 2015\"",
            "STELLAR_NETWORK_PASSPHRASE: not quite \"Test SDF Network ; September 2015\"; every space counts."
        ) with
        {
            IsStarted = true,
        },
        Stop(
            "STELLAR_NETWORK_PASSPHRASE=testnet",
            "STELLAR_NETWORK_PASSPHRASE: \"testnet\" is a network's name; its passphrase is needed."
        ),
        Stop(
            Public,
            "HORIZON_URI: horizon-testnet.stellar.org is of the network \"Test SDF Network ; September 2015\", not of STELLAR_NETWORK_PASSPHRASE."
        ) with
        {
            IsLive = true,
        },
        Warn(
            "HORIZON_URI=http://horizon.example",
            "HORIZON_URI: over plain http anybody on the way can invent payments."
        ) with
        {
            IsLive = true,
        },
        Warn(
            "HORIZON_URL=http://localhost:8001",
            ".env: HORIZON_URL is not a setting of this program and is ignored; is HORIZON_URI meant?"
        ) with
        {
            IsStarted = true,
        },
        Stop("SANDBOX=off\nLOCAL_MODE=1", "HORIZON_URI: required, unless SANDBOX is on.") with
        {
            IsStarted = true,
        },
        Stop("SANDBOX=on", "SANDBOX: on, but HORIZON_URI names another network.") with
        {
            IsLive = true,
        },
        Stop(
            "SANDBOX_URL=http://10.0.0.1:8001",
            "SANDBOX_URL: must be a loopback address; a sandbox is for this machine alone."
        ),
        Stop(
            "SANDBOX_URL=http://localhost:8000",
            "SANDBOX_URL: port 8000 is the one on which the anchor itself listens."
        ),
        Stop(
            "SANDBOX_LISTEN_URL=https://0.0.0.0:8001",
            "SANDBOX_LISTEN_URL: must be http; the sandbox has no certificate."
        ),
        Stop(
            $"{Public}\nHORIZON_URI=https://horizon.stellar.org\nDEMO_RAILS=on",
            "DEMO_RAILS: the demonstration bank is not for the public network."
        ) with
        {
            IsLive = true,
        },
        Stop(
            "MAX_TRANSACTION_FEE_STROOPS=1e6",
            "MAX_TRANSACTION_FEE_STROOPS: \"1e6\" is not a number of stroops from 100 to 4294967295."
        ),
        Warn(
            "MAX_TRANSACTION_FEE_STROOPS=20000000",
            "MAX_TRANSACTION_FEE_STROOPS: 20000000 stroops are more than 1 XLM for one operation."
        ),
        Stop("PAYOUT_CHANNELS=101", "PAYOUT_CHANNELS: \"101\" is not a whole number from 0 to 100."),
        .. HostileKeys.All,
        // SEPs.
        Warn("ACTIVE_SEPS=sep-1,sep-10,sep-31", "ACTIVE_SEPS: sep-31 is not built and is left out.") with
        {
            IsStarted = true,
        },
        Stop("ACTIVE_SEPS=sep-6", "ACTIVE_SEPS: none of the SEPs that it names is built."),
        Stop(
            "ACTIVE_SEPS=[\"sep-1\", \"sep-10\"",
            "ACTIVE_SEPS: \"[\"sep-1\", \"sep-10\"\" is not a comma-separated list."
        ),
        Stop("ACTIVE_SEPS=sep-1,sep-24", "ACTIVE_SEPS: sep-24 needs sep-10, whose tokens it takes."),
        Warn("ACTIVE_SEPS=sep-10,sep-24", "ACTIVE_SEPS: without sep-1 no wallet finds the others."),
        Stop(
            "SEP10_HOME_DOMAINS=https://anchor.example",
            "SEP10_HOME_DOMAINS: host names are needed, without https:// and without a path."
        ),
        Stop(
            "SEP10_CLIENT_ATTRIBUTION_ALLOWLIST=a.example,b.example\nSEP10_CLIENT_ATTRIBUTION_DENYLIST=B.example",
            "SEP10_CLIENT_ATTRIBUTION_DENYLIST: b.example is in SEP10_CLIENT_ATTRIBUTION_ALLOWLIST too."
        ),
        Stop(
            "SEP10_CLIENT_ATTRIBUTION_REQUEST_TIMEOUT=0",
            "SEP10_CLIENT_ATTRIBUTION_REQUEST_TIMEOUT: \"0\" is not a number of seconds from 1 to 86400."
        ),
        Warn(
            "CALLBACK_REQUEST_TIMEOUT=3",
            "CALLBACK_REQUEST_TIMEOUT: has no effect here: the server calls no on_change_callback itself; the status page does so in the user's browser."
        ),
        Warn("POLARIS_SEP6_USE_MORE_INFO_URL=1", "SEP6_USE_MORE_INFO_URL: has no effect here: SEP-6 is not built."),
        Warn(
            "ADDITIVE_FEES_ENABLED=True",
            "ADDITIVE_FEES_ENABLED: has no effect here: fees are always taken out of the amount that comes in; IFees or the assets' terms say how much."
        ) with
        {
            IsStarted = true,
        },
        // Storage and rounds.
        Stop("DATABASE_URL=postgres://me:secret@db", "DATABASE_URL: the name of the database is missing.") with
        {
            IsStarted = true,
        },
        Stop(
            "DATABASE_URL=postgresql://me:se@cret@db/anchor",
            "DATABASE_URL: it is not of the form postgresql://user:password@host:port/database; what is special in a password is written as %40 and the like."
        ),
        Stop(
            "DATABASE_URL=postgresql://me:secret@db/anchor?pool=5",
            "DATABASE_URL: the parameter pool is not known; there are channel_binding, connect_timeout, host, options, sslcert, sslkey, sslmode, sslrootcert."
        ),
        Stop("DATABASE_URL=mysql://me:secret@db/anchor", "DATABASE_URL: only PostgreSQL and SQLite are built."),
        Stop(
            "DATABASE_URL=sqlite://data.db",
            "DATABASE_URL: the path begins after three slashes (relative) or four (absolute)."
        ),
        Stop(
            "DATABASE_URL=sqlite:///:memory:",
            "DATABASE_URL: a database in memory forgets who was paid; name a file."
        ),
        Stop("DATABASE_URL=sqlite:////tmp", "DATABASE_URL: \"/tmp\" is a folder, not a file."),
        Stop("DATA_DIR=/dev/null", "DATA_DIR: \"/dev/null\" is a file, not a folder.") with
        {
            IsStarted = true,
        },
        Stop("SANDBOX_LEDGER=data/anchor.db", "SANDBOX_LEDGER: must be another file than the anchor's database."),
        Stop(
            "POLLING_DEPOSITS=-1",
            "POLLING_DEPOSITS: \"-1\" is not a number of seconds from 0.05 to 86400, or off."
        ) with
        {
            IsStarted = true,
        },
        Stop("EXECUTE_ON_MATCH=now", "EXECUTE_ON_MATCH: \"now\" is not inline, distributed or poll."),
        Stop(
            "OPERATOR_TOKEN=secret",
            "OPERATOR_TOKEN: the value is not a token of 32 to 256 letters, digits, dots, dashes or underscores."
        ) with
        {
            IsStarted = true,
        },
        Warn(
            "OPERATOR_URL=http://10.0.0.1:8000",
            "OPERATOR_URL: over plain http anybody on the way can take OPERATOR_TOKEN."
        ),
        Stop(
            "INTERACTIVE_JWT_EXPIRATION=1h",
            "INTERACTIVE_JWT_EXPIRATION: \"1h\" is not a number of seconds from 1 to 86400."
        ),
        // Assets.
        Stop(
            $"{Asset.Replace("USD", "US-D", StringComparison.Ordinal)}",
            "Assets:0:Code: \"US-D\" is not an asset code of 1 to 12 letters and digits."
        ) with
        {
            IsLive = true,
        },
        Stop($"{Asset}\nAssets__0__Decimals=8", "Assets:0:Decimals: \"8\" is not a number from 0 to 7.") with
        {
            IsLive = true,
        },
        Stop(
            $"{Asset}\nAssets__0__Deposit__Min=2\nAssets__0__Deposit__Max=1",
            "Assets:0:Deposit:Min: 2 is more than Max, 1."
        ) with
        {
            IsLive = true,
            IsStarted = true,
        },
        Stop($"{Asset}\nAssets__0__Deposit__Min=-5", "Assets:0:Deposit:Min: \"-5\" is not an amount.") with
        {
            IsLive = true,
        },
        Stop(
            $"{Asset}\nAssets__0__Withdrawal__FeePercent=100",
            "Assets:0:Withdrawal:FeePercent: 100 leaves nothing to pay out."
        ) with
        {
            IsLive = true,
        },
        Stop(
            $"{Asset}\n{Asset.Replace("__0__", "__1__", StringComparison.Ordinal)}",
            "Assets: USD of the same issuer stands there twice."
        ) with
        {
            IsLive = true,
        },
    ];

    internal static HostileSetting Stop(string given, string line) => new(given, true, line);

    internal static HostileSetting Warn(string given, string line) => new(given, false, line);
}

using System.Collections.Immutable;

namespace Anchor.Hosting.Configuration;

/// <summary>What is configured, after all checks.</summary>
public sealed record AnchorSettings
{
    /// <summary>The network where money is real.</summary>
    public const string PublicPassphrase = "Public Global Stellar Network ; September 2015";

    public required Uri HostUrl { get; init; }

    public required Uri ListenUrl { get; init; }

    public required bool LocalMode { get; init; }

    public required string Passphrase { get; init; }

    public required Uri HorizonUrl { get; init; }

    /// <summary>Null: generated and stored.</summary>
    public string? SigningSeed { get; init; }

    /// <summary>What external signers are sent as a bearer token; null: nothing.</summary>
    public string? SignerToken { get; init; }

    public required long MaxFeeStroops { get; init; }

    /// <summary>Channel accounts of each distribution account.</summary>
    public required int PayoutChannels { get; init; }

    /// <summary>Null: generated and stored.</summary>
    public string? JwtKey { get; init; }

    /// <summary>Null: generated into a file beside the database.</summary>
    public string? SecretKey { get; init; }

    public required ImmutableSortedSet<int> ActiveSeps { get; init; }

    public required ImmutableArray<string> HomeDomains { get; init; }

    public required string WebAuthDomain { get; init; }

    public required TimeSpan InteractiveJwtExpiration { get; init; }

    public required AttributionSettings Attribution { get; init; }

    /// <summary>Hosts, with all hosts under them, that the status page is never told to call.</summary>
    public required ImmutableArray<string> CallbackDenyList { get; init; }

    public required string DataFolder { get; init; }

    /// <summary>The SQLite file. With PostgreSQL there is none; a generated secret key lies beside where it would be.</summary>
    public required string DatabaseFile { get; init; }

    /// <summary>The database on PostgreSQL, as Npgsql's connection string; null: the SQLite file.</summary>
    public string? Postgres { get; init; }

    /// <summary>Null if it was not said.</summary>
    public string? OrganizationName { get; init; }

    /// <summary>The business' own files; null if there are none.</summary>
    public string? StaticFolder { get; init; }

    /// <summary>The business' own templates; null if there are none.</summary>
    public string? TemplatesFolder { get; init; }

    public required PollingSettings Polling { get; init; }

    public required Anchor.Grains.ExecuteOnMatch ExecuteOnMatch { get; init; }

    public required bool ResumeAtStart { get; init; }

    /// <summary>Null: made at each start.</summary>
    public string? OperatorToken { get; init; }

    public required ClusterSettings Cluster { get; init; }

    /// <summary>Null: a network outside this process is used.</summary>
    public SandboxSettings? Sandbox { get; init; }

    /// <summary>Null if it was not said.</summary>
    public bool? DemoRails { get; init; }

    public required Uri DemoBankUrl { get; init; }

    /// <summary>The configured assets. With the sandbox and none, asset TEST is issued.</summary>
    public required ImmutableArray<AssetSettings> Assets { get; init; }

    /// <summary>The Hathor networks that are followed.</summary>
    public required SyncSettings Sync { get; init; }

    /// <summary>The configurations of facilitators that run in this process.</summary>
    public required ImmutableArray<string> FacilitatorFiles { get; init; }

    /// <summary>False where a Hathor network or a facilitator is configured and nothing of an anchor: then only that runs.</summary>
    public required bool RunsAnchor { get; init; }

    /// <summary>What should be read at the start, such as unknown keys.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>The pauses between rounds; null is off.</summary>
/// <param name="Execute">For payments out that wait or failed.</param>
/// <param name="Watch">Whether the ledger is read by this process.</param>
public sealed record PollingSettings(
    TimeSpan? Deposits,
    TimeSpan? Outgoing,
    TimeSpan? Trustlines,
    TimeSpan? Execute,
    bool Watch
)
{
    /// <summary>Nothing is done by the clock, and nobody reads the ledger.</summary>
    public static PollingSettings Off { get; } = new(null, null, null, null, Watch: false);
}

/// <summary>Which wallets may name themselves in SEP-10, and whether they must.</summary>
public sealed record AttributionSettings(
    bool Required,
    TimeSpan RequestTimeout,
    ImmutableArray<string> AllowList,
    ImmutableArray<string> DenyList
);

/// <summary>The network inside this process.</summary>
/// <param name="CloseInterval">Null: ledgers close by hand.</param>
public sealed record SandboxSettings(Uri Url, string LedgerFile, TimeSpan? CloseInterval)
{
    /// <summary>Where it listens, if that was said on purpose; only then it may be other than loopback.</summary>
    public Uri? ListenUrl { get; init; }
}

/// <summary>A configured asset.</summary>
/// <param name="DistributionSeed">The secret seed of the account that holds it.</param>
public sealed record AssetSettings(
    string Code,
    string Issuer,
    string DistributionSeed,
    int Decimals,
    Domain.Assets.DirectionTerms Deposit,
    Domain.Assets.DirectionTerms Withdrawal
);

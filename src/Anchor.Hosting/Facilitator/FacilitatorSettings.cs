using System.Collections.Immutable;
using Anchor.Ethereum;
using Anchor.Ledgers.Mosaic;

namespace Anchor.Hosting.Facilitator;

/// <summary>The facilitator's whole configuration, checked.</summary>
/// <param name="Database">A SQLite file, or a connection string of PostgreSQL.</param>
/// <param name="Keystores">The encrypted key of each worker.</param>
public sealed record FacilitatorSettings(
    MosaicSettings Mosaic,
    FacilitatorDatabase Database,
    ImmutableDictionary<EthereumAddress, string> Keystores,
    TimeSpan ResumeInterval,
    TimeSpan LookInterval
);

/// <summary>The facilitator's database: one of the two is set.</summary>
public sealed record FacilitatorDatabase(string? SqlitePath, string? Postgres);

/// <summary>Which files are wanted. What is not named is looked for at the usual places.</summary>
/// <param name="Facilitators">The facilitators' configurations.</param>
/// <param name="ChainId">Only this auxiliary chain.</param>
/// <param name="OriginChains">Only pairs of these origin chains; empty: all.</param>
public sealed record FacilitatorFiles(
    ImmutableArray<string> Facilitators,
    string? Mosaic,
    string? ChainId,
    ImmutableArray<string> OriginChains
)
{
    /// <summary>One file, or those at the usual places.</summary>
    public FacilitatorFiles(string? facilitator, string? mosaic, string? chainId, ImmutableArray<string> originChains)
        : this(facilitator is null ? ImmutableArray<string>.Empty : [facilitator], mosaic, chainId, originChains) { }
}

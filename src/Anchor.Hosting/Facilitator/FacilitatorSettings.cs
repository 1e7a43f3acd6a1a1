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

/// <summary>Which files are wanted. What is null is looked for at the usual places.</summary>
/// <param name="ChainId">Only this auxiliary chain.</param>
/// <param name="OriginChains">Only pairs of these origin chains; empty: all.</param>
public sealed record FacilitatorFiles(
    string? Facilitator,
    string? Mosaic,
    string? ChainId,
    ImmutableArray<string> OriginChains
);

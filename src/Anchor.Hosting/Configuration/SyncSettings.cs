using System.Collections.Immutable;
using Anchor.Ledgers.Hathor.WalletService;

namespace Anchor.Hosting.Configuration;

/// <summary>The Hathor networks that are followed, and how.</summary>
/// <param name="Networks">None: nothing is followed.</param>
/// <param name="ByQueue">By the node's event queue instead of walking over HTTP.</param>
/// <param name="Parallel">How many blocks are downloaded at once.</param>
/// <param name="RequestsPerSecond">Of one kind, to one node; null: as many as it answers.</param>
/// <param name="SelfHeals">How often a failed sync starts again by itself.</param>
/// <param name="AlertUrl">Where alerts are posted to; null: they are logged.</param>
/// <param name="MaxGap">How many unused addresses a wallet looks ahead, if it does not say.</param>
/// <param name="WalletService">Where blocks are delivered; null: into the own projection.</param>
public sealed record SyncSettings(
    ImmutableArray<SyncNetworkSettings> Networks,
    bool ByQueue,
    int Parallel,
    int? RequestsPerSecond,
    int SelfHeals,
    Uri? AlertUrl,
    int MaxGap,
    WalletServiceOptions? WalletService
);

/// <summary>A network and the full node that is asked about it.</summary>
/// <param name="Server">Ends in a slash, <c>/v1a/</c> as a rule.</param>
public sealed record SyncNetworkSettings(string Name, Uri Server);

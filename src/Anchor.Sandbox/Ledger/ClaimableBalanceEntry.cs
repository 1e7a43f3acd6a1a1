using System.Collections.Immutable;
using Anchor.Stellar;

namespace Anchor.Sandbox.Ledger;

/// <summary>An amount set aside; its predicates hold absolute times only. The sponsor pays one reserve a claimant.</summary>
internal sealed record ClaimableBalanceEntry(
    ClaimableBalanceId Id,
    Asset Asset,
    long Amount,
    ImmutableArray<Claimant> Claimants,
    AccountId Sponsor,
    bool ClawbackEnabled,
    uint LastModifiedLedger,
    long LastModifiedTime
);

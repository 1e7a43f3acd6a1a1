namespace Anchor.Stellar.Horizon;

/// <summary>What the last ledgers charged, and what was bid. Stroops per operation.</summary>
/// <param name="LedgerCapacityUsage">0 to 1.</param>
public sealed record FeeStats(
    long LastLedger,
    long LastLedgerBaseFee,
    decimal LedgerCapacityUsage,
    FeeDistribution FeeCharged,
    FeeDistribution MaxFee
);

/// <summary>Percentiles of fees over the last five ledgers.</summary>
public sealed record FeeDistribution(
    long Max,
    long Min,
    long Mode,
    long P10,
    long P20,
    long P30,
    long P40,
    long P50,
    long P60,
    long P70,
    long P80,
    long P90,
    long P95,
    long P99
);

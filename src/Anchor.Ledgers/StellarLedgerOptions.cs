namespace Anchor.Ledgers;

/// <summary>How payouts are bid for and how long an envelope may live.</summary>
public sealed class StellarLedgerOptions
{
    /// <summary>How long after signing an envelope may apply. New bytes wait for a ledger that closed later: shorter is sooner, but needs a quicker network.</summary>
    public TimeSpan EnvelopeLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The most that is bid for one operation, in stroops (Polaris: MAX_TRANSACTION_FEE_STROOPS).</summary>
    public uint MaxFeeStroops { get; set; } = 100_000;

    /// <summary>Between two looks for an envelope that was sent.</summary>
    public TimeSpan LookUpInterval { get; set; } = TimeSpan.FromMilliseconds(500);
}

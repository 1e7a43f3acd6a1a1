namespace Anchor.Stellar.Horizon;

/// <summary>Horizon's ordering of everything that happened (SEP-35): ledger in the upper 32 bits, then transaction and operation.</summary>
public static class HorizonCursor
{
    /// <summary>The cursor before all recorded history.</summary>
    public const long Start = 0;

    /// <summary>The cursor after everything in a ledger.</summary>
    public static long AfterLedger(long ledger) => (ledger << 32) | uint.MaxValue;

    public static long LedgerOf(long cursor) => cursor >> 32;
}

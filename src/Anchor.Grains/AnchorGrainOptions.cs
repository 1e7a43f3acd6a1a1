namespace Anchor.Grains;

/// <summary>How the grains keep time. The defaults are Polaris' where it has one.</summary>
public sealed class AnchorGrainOptions
{
    /// <summary>The most that one try of an effect, or one call into the business, may take.</summary>
    public TimeSpan EffectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two polls for the money of deposits; null: an outside scheduler polls.</summary>
    public TimeSpan? DepositPollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two polls for payments out that were pending; null: an outside scheduler polls.</summary>
    public TimeSpan? OutgoingPollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two rounds that have waiting or failed payments out made; null: an outside scheduler asks.</summary>
    public TimeSpan? ExecutePollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two looks at trustlines that are waited for; null: an outside scheduler looks.</summary>
    public TimeSpan? TrustlinePollInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many channel accounts carry a distribution account's payouts side by side; 0: the account pays by itself, one per ledger.</summary>
    public int Channels { get; set; } = 8;

    /// <summary>What a channel account is created with, in the native asset: its reserve and its fees.</summary>
    public decimal ChannelStartingBalance { get; set; } = 3m;

    /// <summary>What a deposit's missing account is created with, in the native asset: reserve for one trustline, and a fee.</summary>
    public decimal NewAccountStartingBalance { get; set; } = 2.01m;

    /// <summary>How long after a try rails that can look up a key are trusted to know it.</summary>
    public TimeSpan RailsSettleTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long something may be overdue before the sweep wakes it, beyond its own reminder.</summary>
    public TimeSpan SweepGrace { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many overdue ones the sweep wakes side by side.</summary>
    public int SweepPage { get; set; } = 500;

    /// <summary>Whether a start calls what a crash interrupted at once; if not, each waits for its own alarm, at most a minute.</summary>
    public bool ResumeAtStart { get; set; } = true;

    /// <summary>When the payment out of a matched withdrawal is made.</summary>
    public ExecuteOnMatch ExecuteOnMatch { get; set; }

    /// <summary>Whether this installation's own processes read the ledger; if not, a watcher of its own hands its pages over.</summary>
    public bool Watches { get; set; } = true;
}

/// <summary>When the payment out of a matched withdrawal is made.</summary>
public enum ExecuteOnMatch
{
    /// <summary>At once, by the transaction's own grain; nobody waits for it.</summary>
    Distributed = 0,

    /// <summary>At once, and the next page is read when the rails have answered, or had their time.</summary>
    Inline = 1,

    /// <summary>When the execute poll comes by, in this process or from outside.</summary>
    Poll = 2,
}

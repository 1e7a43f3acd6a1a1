namespace Anchor.Simulation.World;

/// <summary>What goes wrong at one step towards a store, the ledger or the bank.</summary>
internal enum Fault
{
    None,

    /// <summary>It was not done, and whoever asked is told that something failed: the outcome is not known to them.</summary>
    Lost,

    /// <summary>It was done, and whoever asked is told that something failed.</summary>
    Kept,

    /// <summary>The whole process ends before it is done.</summary>
    DiesBefore,

    /// <summary>The whole process ends right after it is done; nobody hears of it.</summary>
    DiesAfter,

    /// <summary>It is done much later, when whoever asked has given up, or is gone.</summary>
    Late,

    /// <summary>The process is believed to be dead and another one starts; in truth it goes on for a while.</summary>
    Replaced,

    /// <summary>The process is asked to stop, and does so in its own time.</summary>
    Stops,
}

/// <summary>The kinds of step at which faults are thrown.</summary>
internal enum StepKind
{
    Read,
    Write,
    Ledger,
    Bank,
}

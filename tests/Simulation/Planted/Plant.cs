namespace Anchor.Simulation.Planted;

/// <summary>Bugs that are put in on purpose, in the simulation's own doubles, to see that they are found.</summary>
internal enum Plant
{
    None,

    /// <summary>The cursor is stored before the page that it covers.</summary>
    CursorBeforePage,

    /// <summary>Signed bytes go out before they are stored.</summary>
    SendBeforeStore,

    /// <summary>Rows are overwritten whatever version they have.</summary>
    NoVersionCheck,

    /// <summary>A part of the work runs on the thread pool.</summary>
    ThreadPool,
}

namespace Anchor.Silo.Doctor;

/// <summary>How a check ended.</summary>
internal enum Outcome
{
    Ok,

    /// <summary>It works; somebody should know.</summary>
    Warning,

    /// <summary>It does not work, or not safely.</summary>
    Failed,

    /// <summary>It could not be looked at, for a reason that is no fault by itself.</summary>
    Skipped,
}

/// <summary>What one check found.</summary>
/// <param name="Check">A fixed name for scripts: <c>horizon.network</c>.</param>
/// <param name="Subject">What was looked at: an account, a file; empty if there is only one.</param>
/// <param name="Text">A sentence without secrets.</param>
internal sealed record Finding(string Check, string Subject, Outcome Outcome, string Text)
{
    public static Finding Ok(string check, string subject, string text) => new(check, subject, Outcome.Ok, text);

    public static Finding Warning(string check, string subject, string text) =>
        new(check, subject, Outcome.Warning, text);

    public static Finding Failed(string check, string subject, string text) =>
        new(check, subject, Outcome.Failed, text);

    public static Finding Skipped(string check, string subject, string text) =>
        new(check, subject, Outcome.Skipped, text);
}

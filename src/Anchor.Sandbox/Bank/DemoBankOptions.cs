namespace Anchor.Sandbox.Bank;

/// <summary>How the demo bank behaves.</summary>
public sealed record DemoBankOptions
{
    /// <summary>The SQLite file that holds the book; null keeps it in memory.</summary>
    public string? BookFile { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long an outgoing transfer stays pending; zero settles it at once.</summary>
    public TimeSpan SettleAfter { get; init; }

    /// <summary>How long announced money takes to arrive.</summary>
    public TimeSpan ArriveAfter { get; init; }

    /// <summary>Whether a second transfer under the same key is recognised. Without it, money leaves again: the bank that must never be asked twice.</summary>
    public bool Deduplicate { get; init; } = true;
}

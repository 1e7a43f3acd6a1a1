using System.Collections.Immutable;

namespace Anchor.Silo.Drill;

/// <summary>What a drill does.</summary>
/// <param name="Faults">Names of the groups of faults that are on; see <see cref="DrillFaults"/>.</param>
/// <param name="CloseInterval">How often the sandbox closes a ledger.</param>
/// <param name="Patience">How long after the last kill everything may take to come to rest.</param>
/// <param name="KeepFolder">Where the server's data and log are left; null: a temporary folder that is removed after a drill that passed.</param>
/// <param name="Postgres">Where the server keeps its rows, if not in a SQLite file: a database on PostgreSQL.</param>
/// <param name="OtherProgram">The program of every second life, if it is not always this one: another version, or one built on the other runtime.</param>
internal sealed record DrillOptions(
    int Seed,
    int Kills,
    int Deposits,
    int Withdrawals,
    ImmutableSortedSet<string> Faults,
    TimeSpan CloseInterval,
    TimeSpan Patience,
    string? KeepFolder,
    string? Postgres = null,
    string? OtherProgram = null
);

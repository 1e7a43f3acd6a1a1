using Anchor.Sqlite;
using Anchor.Storage.Inspection;
using Anchor.Storage.Sqlite;

namespace Anchor.Silo.Doctor;

/// <summary>The database: whole, of this program's schema, durable, and held by one process.</summary>
internal static class DatabaseFindings
{
    // CVE-2022-35737 is mended in it.
    private static readonly Version SafeLibrary = new(3, 39, 2);

    public static IEnumerable<Finding> Of(Installation installation)
    {
        List<Finding> findings = [Library(), Synchronous(), Lock(installation)];
        var file = Path.GetFullPath(installation.Settings.DatabaseFile);
        if (installation.Database is { } database)
        {
            findings.Add(Finding.Ok(Installation.Integrity, file, "SQLite finds nothing wrong with it"));
            findings.Add(Journal(database, file));
            findings.Add(Schema(database, file));
        }
        else if (installation.Faults.TrueForAll(fault => fault.Check != Installation.Integrity))
        {
            findings.Add(Finding.Skipped(Installation.Integrity, file, "made at the first start"));
        }

        return findings;
    }

    private static Finding Library()
    {
        const string Check = "storage.sqlite";
        var text = $"SQLite {SqliteLibrary.Version} from {SqliteLibrary.Origin}";
        return Version.TryParse(SqliteLibrary.Version, out var version) && version >= SafeLibrary
            ? Finding.Ok(Check, "", text)
            : Finding.Warning(Check, "", $"{text} is older than {SafeLibrary}; install libsqlite3-0.");
    }

    private static Finding Synchronous() =>
        DatabaseInspection.IsSynchronous()
            ? Finding.Ok("storage.synchronous", "", "a commit waits until the disk has it (synchronous=FULL)")
            : Finding.Failed(
                "storage.synchronous",
                "",
                "This SQLite does not wait for the disk: a power cut can lose what was paid."
            );

    private static Finding Lock(Installation installation) =>
        installation.Holder is not { } process
            ? Finding.Ok("storage.lock", "", "no process holds the database")
            : Finding.Ok("storage.lock", "", $"process {process} holds the database");

    private static Finding Journal(DatabaseInspection database, string file) =>
        database.JournalMode is "wal"
            ? Finding.Ok("storage.journal", file, "write-ahead log")
            : Finding.Failed(
                "storage.journal",
                file,
                $"The journal is \"{database.JournalMode}\", not a write-ahead log."
            );

    private static Finding Schema(DatabaseInspection database, string file)
    {
        var (schema, newest) = (database.Schema, DatabaseInspection.NewestSchema);
        return schema > newest
                ? Finding.Failed(
                    "storage.schema",
                    file,
                    $"The database has schema {schema}, this program knows {newest} at most: it is too old."
                )
            : schema < newest
                ? Finding.Warning(
                    "storage.schema",
                    file,
                    $"The database has schema {schema}; the next start brings it to {newest}."
                )
            : Finding.Ok("storage.schema", file, $"{schema}");
    }
}

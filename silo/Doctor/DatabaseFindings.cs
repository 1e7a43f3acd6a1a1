using Anchor.Sqlite;
using Anchor.Storage.Inspection;
using Anchor.Storage.Sqlite;

namespace Anchor.Silo.Doctor;

/// <summary>The database: whole, of this program's schema, durable, and held by those who may.</summary>
internal static class DatabaseFindings
{
    private const string SynchronousCheck = "storage.synchronous";

    // CVE-2022-35737 is mended in it.
    private static readonly Version SafeLibrary = new(3, 39, 2);

    public static IEnumerable<Finding> Of(Installation installation) =>
        installation.Settings.Postgres is null ? OfFile(installation) : OfServer(installation);

    private static List<Finding> OfFile(Installation installation)
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

    /// <summary>Nothing if it does not answer: that is a fault of <see cref="Installation.Integrity"/>.</summary>
    private static List<Finding> OfServer(Installation installation) =>
        installation.Database is { Postgres: { } facts } database
            ?
            [
                Finding.Ok("storage.postgres", facts.Location, $"PostgreSQL {facts.Version} answers"),
                facts.Encoding is "UTF8"
                    ? Finding.Ok("storage.encoding", facts.Location, "UTF8")
                    : Finding.Failed(
                        "storage.encoding",
                        facts.Location,
                        $"The database has the encoding {facts.Encoding}; create it with UTF8."
                    ),
                facts is { WaitsForDisk: true, WritesFullPages: true }
                    ? Finding.Ok(
                        SynchronousCheck,
                        facts.Location,
                        "a commit waits until the disk has it (fsync, full_page_writes)"
                    )
                    : Finding.Failed(
                        SynchronousCheck,
                        facts.Location,
                        $"The server has fsync {OnOff(facts.WaitsForDisk)} and full_page_writes {OnOff(facts.WritesFullPages)}: a power cut can lose what was paid."
                    ),
                Finding.Ok(
                    "storage.lock",
                    facts.Location,
                    facts.Holder is { } holder ? $"{holder} holds the database" : "no process holds the database"
                ),
                Schema(database, facts.Location),
            ]
            : [];

    private static string OnOff(bool value) => value ? "on" : "off";

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
            ? Finding.Ok(SynchronousCheck, "", "a commit waits until the disk has it (synchronous=FULL)")
            : Finding.Failed(
                SynchronousCheck,
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

using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Grains.Ports;
using Anchor.Storage.Assets;
using Anchor.Storage.Migrations;
using Anchor.Storage.Settings;
using Anchor.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Anchor.Storage.Inspection;

/// <summary>Looks into a database without changing it, beside the process that holds it or without one. What cannot be read is a <see cref="StorageStartException"/>.</summary>
public sealed class DatabaseInspection : IDisposable
{
    private readonly IInspectionSession _session;

    private DatabaseInspection(IInspectionSession session) => _session = session;

    /// <summary>The schema of this program.</summary>
    public static int NewestSchema => Migration.Embedded[^1].Number;

    /// <summary>The newest schema that was applied; 0 before the first.</summary>
    public int Schema =>
        Number(Has("schema_migrations") ? "SELECT coalesce(max(number), 0) FROM schema_migrations" : "SELECT 0");

    /// <summary>How a SQLite file keeps its journal; null of PostgreSQL.</summary>
    public string? JournalMode => (_session as SqliteInspection)?.JournalMode;

    /// <summary>Null of a SQLite file.</summary>
    public PostgresFacts? Postgres => (_session as PostgresInspection)?.Facts();

    /// <summary>Null if there is no file yet.</summary>
    public static DatabaseInspection? Open(StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Postgres is { } address)
        {
            return new DatabaseInspection(new PostgresInspection(address));
        }

        var path = Path.GetFullPath(options.Path);
        return File.Exists(path) ? new DatabaseInspection(new SqliteInspection(path)) : null;
    }

    /// <summary>Whether commits of this program's connections wait for the disk, as SQLite itself says.</summary>
    public static bool IsSynchronous()
    {
        using var session = SqliteSession.Open(":memory:", SqliteDatabase.WriterSettings);
        return session.Query("PRAGMA synchronous", static row => row.Read() && row.GetInt32(0) >= 2);
    }

    /// <summary>What the database finds wrong with itself; empty if nothing.</summary>
    public ImmutableArray<string> Damage() => _session.Damage();

    /// <summary>A setting in plain; null if it is not stored.</summary>
    public string? Setting(string name, SecretBox box)
    {
        ArgumentNullException.ThrowIfNull(box);
        return Has("settings") && Text("SELECT value FROM settings WHERE name = $1", name) is { } stored
            ? box.Unseal(name, stored)
            : null;
    }

    /// <summary>How many secrets are stored, the probe aside.</summary>
    public int SecretCount =>
        (Has("settings") ? Number("SELECT count(*) FROM settings") : 0)
        + Assets().Count(asset => asset.SealedSeed != null);

    /// <summary>Why the stored secrets cannot be opened, a line for each; empty if they can.</summary>
    public ImmutableArray<string> SecretFaults(SecretBox box)
    {
        ArgumentNullException.ThrowIfNull(box);
        List<(string Name, string Sealed)> secrets =
        [
            .. Assets()
                .Where(asset => asset.SealedSeed is not null)
                .Select(asset => (AssetStore.NameOf(asset.Terms.DistributionAccount), asset.SealedSeed!)),
        ];
        if (Has("settings"))
        {
            secrets.AddRange(List("SELECT name, value FROM settings", row => (row.GetString(0), row.GetString(1))));
        }

        if (Has("secret_probe") && Text(SecretKey.SelectProbe) is { } probe)
        {
            secrets.Add((SecretKey.ProbeName, probe));
        }

        return [.. secrets.Select(secret => FaultOf(box, secret.Name, secret.Sealed)).OfType<string>()];
    }

    /// <summary>The assets that operators added.</summary>
    public ImmutableArray<StoredAsset> Assets() => Has("assets") ? List(AssetStore.Select, AssetStore.Read) : [];

    /// <summary>The seed in plain: the distribution account's, or with a signer the one that channel keys come from.</summary>
    public static string SeedOf(StoredAsset asset, SecretBox box)
    {
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentNullException.ThrowIfNull(box);
        return box.Unseal(AssetStore.NameOf(asset.Terms.DistributionAccount), asset.SealedSeed);
    }

    /// <summary>How far each account's payments were read.</summary>
    public ImmutableArray<StoredCursor> Cursors() =>
        Has("ingest_cursors")
            ? List(
                "SELECT source, cursor, alarm FROM ingest_cursors ORDER BY source",
                row => new StoredCursor(row.GetString(0), TextOf(row, 1), TextOf(row, 2))
            )
            : [];

    public void Dispose() => _session.Dispose();

    private static string? FaultOf(SecretBox box, string name, string sealedText)
    {
        try
        {
            box.Unseal(name, sealedText);
            return null;
        }
        catch (StorageStartException e)
        {
            return e.Message;
        }
    }

    private static string? TextOf(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private bool Has(string table) => _session.Has(table);

    private int Number(string sql) => _session.Query(sql, static row => row.Read() ? row.GetInt32(0) : 0);

    private string? Text(string sql, params ReadOnlySpan<object?> values) =>
        _session.Query(sql, static row => row.Read() ? TextOf(row, 0) : null, values);

    private ImmutableArray<T> List<T>(string sql, Func<DbDataReader, T> read) =>
        _session.Query(sql, rows => rows.ReadAll(read));
}

/// <summary>How far an account's payments were read, and why they are read no further, if so.</summary>
public sealed record StoredCursor(string Account, string? Cursor, string? Alarm);

namespace Anchor.Storage;

/// <summary>Where the database is and how it is used.</summary>
public sealed class StorageOptions
{
    /// <summary>The SQLite file; its folder is made when it is missing. The lock, the log and the generated secret key lie beside it.</summary>
    public string Path { get; set; } = "data/anchor.db";

    /// <summary>The database on PostgreSQL, as Npgsql's connection string; null: the SQLite file.</summary>
    public string? Postgres { get; set; }

    /// <summary>
    /// Whether other processes use the database on PostgreSQL too, as the silos of a cluster do. Processes that share it and one that
    /// does not keep each other out.
    /// </summary>
    public bool IsShared { get; set; }

    /// <summary>How long a process that lost its connection to PostgreSQL waits for another one to give the database back, before it stops.</summary>
    public TimeSpan LockPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Encrypts stored secrets. Null: a key is generated into a file beside the database.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Connections for reading that are kept open; more are opened for a while when more threads read at once.</summary>
    public int IdleReaders { get; set; } = Math.Max(8, 2 * Environment.ProcessorCount);

    /// <summary>Connections to PostgreSQL for reading, at most; a read waits when all are taken.</summary>
    public int MaxReaders { get; set; } = 20;

    /// <summary>Units that share one commit at most, so that none waits long for the others.</summary>
    public int MaxBatch { get; set; } = 1000;
}

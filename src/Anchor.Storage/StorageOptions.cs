namespace Anchor.Storage;

/// <summary>Where the database is and how it is used.</summary>
public sealed class StorageOptions
{
    /// <summary>The database file; its folder is made when it is missing. The lock and the log lie beside it.</summary>
    public string Path { get; set; } = "data/anchor.db";

    /// <summary>Encrypts stored secrets. Null: a key is generated into a file beside the database.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Connections for reading that are kept open; more are opened for a while when more threads read at once.</summary>
    public int IdleReaders { get; set; } = Math.Max(8, 2 * Environment.ProcessorCount);

    /// <summary>Units that share one commit at most, so that none waits long for the others.</summary>
    public int MaxBatch { get; set; } = 1000;
}

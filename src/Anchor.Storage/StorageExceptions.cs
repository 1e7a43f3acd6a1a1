namespace Anchor.Storage;

/// <summary>The storage cannot be opened. The message is one line for the person who starts the program.</summary>
public class StorageStartException : Exception
{
    public StorageStartException() { }

    public StorageStartException(string message)
        : base(message) { }

    public StorageStartException(string message, Exception innerException)
        : base(message, innerException) { }
}

/// <summary>Another process holds the database file.</summary>
public sealed class StorageFencedException : StorageStartException
{
    public StorageFencedException() { }

    public StorageFencedException(string message)
        : base(message) { }

    public StorageFencedException(string message, Exception innerException)
        : base(message, innerException) { }
}

/// <summary>
/// A commit failed: the rows may have been written or not. Decide nothing on it; read the row again.
/// </summary>
public sealed class StorageOutcomeUnknownException : Exception
{
    public StorageOutcomeUnknownException() { }

    public StorageOutcomeUnknownException(string message)
        : base(message) { }

    public StorageOutcomeUnknownException(string message, Exception innerException)
        : base(message, innerException) { }
}

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

/// <summary>Another process holds the database.</summary>
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

/// <summary>The database does not answer. Nothing was read; the next call may succeed.</summary>
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException() { }

    public StorageUnavailableException(string message)
        : base(message) { }

    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException) { }
}

using Microsoft.Win32.SafeHandles;

namespace Anchor.Storage.Sqlite;

/// <summary>
/// The operating system's lock that keeps a second process away from a database file. It is gone when the process is,
/// however that ended.
/// </summary>
/// <remarks>
/// It lies on a file of its own: closing any handle of the database file would drop the locks that SQLite holds on it.
/// </remarks>
internal sealed class SqliteFileLock : IDisposable
{
    private readonly SafeFileHandle _handle;

    private SqliteFileLock(SafeFileHandle handle) => _handle = handle;

    public static SqliteFileLock Take(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            return new(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw File.Exists(path) && exception is IOException
                ? new StorageFencedException(
                    $"{databasePath} is in use by another process (it holds {path}); stop that one first.",
                    exception
                )
                : new StorageStartException($"{path} cannot be created: {exception.Message}", exception);
        }
    }

    public void Dispose() => _handle.Dispose();
}

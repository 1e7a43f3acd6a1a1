using System.Collections.Concurrent;

namespace Anchor.Storage.Sqlite;

/// <summary>
/// Connections that only read. A read runs on the caller's thread from its start to its end, so there are never more
/// of them than threads, and none ever waits for another.
/// </summary>
internal sealed class SqliteReaders(string path, int maxIdle) : IDisposable
{
    private const string Settings = "PRAGMA query_only = ON; PRAGMA cache_size = -8192;";

    private readonly ConcurrentStack<SqliteSession> _idle = new();
    private volatile bool _disposed;

    public SqliteSession Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryPop(out var session) ? session : SqliteSession.Open(path, Settings);
    }

    public void Return(SqliteSession session)
    {
        if (_disposed || _idle.Count >= maxIdle)
        {
            session.Dispose();
            return;
        }

        _idle.Push(session);
        if (_disposed)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var session))
        {
            session.Dispose();
        }
    }
}

using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Storage;

namespace Anchor.Benchmarks.World;

/// <summary>A database that keeps what was written to it, to be written again elsewhere.</summary>
internal sealed class WatchedCommits(IDatabase database) : IDatabase
{
    private readonly List<IReadOnlyList<RowOperation>> _commits = [];

    public IReadOnlyList<IReadOnlyList<RowOperation>> Commits => _commits;

    public string Engine => database.Engine;

    public string Location => database.Location;

    public CancellationToken Lost => database.Lost;

    public Task<WriteResult> WriteAsync(
        IReadOnlyList<RowOperation> operations,
        CancellationToken cancellationToken = default
    )
    {
        _commits.Add(operations);
        return database.WriteAsync(operations, cancellationToken);
    }

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values) =>
        database.FirstAsync(sql, row, values);

    public ValueTask<ImmutableArray<T>> ListAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values) =>
        database.ListAsync(sql, row, values);

    public string NextStamp() => database.NextStamp();

    public void Dispose() { }
}

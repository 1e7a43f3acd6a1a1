using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Storage;

namespace Anchor.Hathor.Tests;

/// <summary>When a process dies at a commit.</summary>
internal enum Death
{
    Before = 0,

    /// <summary>What was committed is there, and nobody has heard of it.</summary>
    After = 1,

    /// <summary>While it is under way: it is there or not.</summary>
    Within = 2,
}

/// <summary>A database whose process dies at one of its commits.</summary>
/// <param name="database">What holds the rows.</param>
/// <param name="commit">1 for the first.</param>
/// <param name="death">When it dies.</param>
/// <param name="die">Ends the process, or throws what stands for it; within a commit it runs beside that.</param>
internal sealed class DyingDatabase(IDatabase database, int commit, Death death, Action die) : IDatabase
{
    private int _commits;

    public string Engine => database.Engine;

    public string Location => database.Location;

    public CancellationToken Lost => database.Lost;

    /// <summary>Dies at this commit, in this process: by an exception.</summary>
    public static DyingDatabase ByException(IDatabase database, int commit, Death death) =>
        new(database, commit, death, static () => throw new TimeoutException("It died."));

    public async Task<WriteResult> WriteAsync(
        IReadOnlyList<RowOperation> operations,
        CancellationToken cancellationToken = default
    )
    {
        var dies = ++_commits >= commit;
        if (dies && death == Death.Before)
        {
            die();
        }

        var dying = dies && death == Death.Within ? Task.Run(die, CancellationToken.None) : Task.CompletedTask;
        var result = await database.WriteAsync(operations, cancellationToken);
        await dying;
        if (dies)
        {
            die();
        }

        return result;
    }

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values) =>
        database.FirstAsync(sql, row, values);

    public ValueTask<ImmutableArray<T>> ListAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values) =>
        database.ListAsync(sql, row, values);

    public string NextStamp() => database.NextStamp();

    public void Dispose() { }
}

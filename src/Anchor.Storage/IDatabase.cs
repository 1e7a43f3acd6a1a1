using System.Collections.Immutable;
using System.Data.Common;

namespace Anchor.Storage;

/// <summary>
/// The database of an installation, of whichever kind: writes that arrive together share a durable commit, and reads see
/// all that was committed before they began.
/// </summary>
public interface IDatabase : IDisposable
{
    /// <summary>Which database software it is, and its version.</summary>
    string Engine { get; }

    /// <summary>Where it is, without a password.</summary>
    string Location { get; }

    /// <summary>Cancelled when another process has taken the database and this one can write no more.</summary>
    CancellationToken Lost { get; }

    /// <summary>
    /// Writes the operations as one unit and returns when they are durable, or refused. Once handed over a write cannot
    /// be cancelled: its outcome would be unknown.
    /// </summary>
    /// <exception cref="StorageOutcomeUnknownException">The commit failed.</exception>
    Task<WriteResult> WriteAsync(IReadOnlyList<RowOperation> operations, CancellationToken cancellationToken = default);

    /// <summary>The first row that a query finds, or the default.</summary>
    /// <param name="sql">A constant text, prepared once a connection; its parameters are <c>$1</c>, <c>$2</c>, ...</param>
    /// <param name="row">Reads one row there and then; it must not keep the reader, nor move it.</param>
    /// <param name="values">The parameters in order.</param>
    ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values);

    /// <summary>All rows that a query finds.</summary>
    /// <inheritdoc cref="FirstAsync{T}" path="/param"/>
    ValueTask<ImmutableArray<T>> ListAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values);

    /// <summary>A text that this database never gives out again, in this process or a later one.</summary>
    string NextStamp();
}

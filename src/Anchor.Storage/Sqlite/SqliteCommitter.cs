using System.Collections.Immutable;
using Anchor.Storage.Commits;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Anchor.Storage.Sqlite;

/// <summary>Commits batches over one connection; each unit of several rows has a savepoint.</summary>
internal sealed class SqliteCommitter(SqliteSession session, ILogger logger) : IBatchCommitter
{
    public void Commit(IReadOnlyList<PendingUnit> batch)
    {
        EndTransaction();
        session.Execute("BEGIN IMMEDIATE");
        foreach (var unit in batch)
        {
            Apply(unit);
        }

        session.Execute("COMMIT");
    }

    public void Abandon()
    {
        try
        {
            EndTransaction();
        }
        catch (SqliteException exception)
        {
            // The next commit begins with another attempt, and fails as long as it does not succeed.
            logger.RollBackFailed(exception);
        }
    }

    public void Settle()
    {
        EndTransaction();
        session.Execute(StorageFence.Advance);
    }

    private void EndTransaction()
    {
        if (session.InTransaction)
        {
            session.Execute("ROLLBACK");
        }
    }

    private void Apply(PendingUnit unit)
    {
        // One statement is atomic by itself.
        var needsSavepoint = unit.Operations.Count > 1;
        if (needsSavepoint)
        {
            session.Execute("SAVEPOINT unit");
        }

        var changed = ImmutableArray.CreateBuilder<int>(unit.Operations.Count);
        foreach (var operation in unit.Operations)
        {
            if (!TryExecute(unit, operation, changed))
            {
                break;
            }
        }

        unit.Outcome ??= WriteResult.Durable(changed.ToImmutable());
        if (needsSavepoint)
        {
            if (!unit.Outcome.IsDurable)
            {
                session.Execute("ROLLBACK TO unit");
            }

            session.Execute("RELEASE unit");
        }
    }

    private bool TryExecute(PendingUnit unit, RowOperation operation, ImmutableArray<int>.Builder changed)
    {
        try
        {
            changed.Add(session.Execute(operation.Sql, operation.Values));
            if (changed[^1] > 0 || !operation.IsRequired)
            {
                return true;
            }
        }
        catch (SqliteException exception) when (IsConflict(exception))
        {
            // The refusal below says it.
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            logger.OperationBroken(exception, operation);
            unit.Broken = exception;
        }

        unit.Outcome = WriteResult.RefusedBy(operation);
        return false;
    }

    private static bool IsConflict(SqliteException exception) =>
        exception.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY;

    /// <summary>A fault of the statement or its values: it harms its own unit only, the transaction stands.</summary>
    private static bool IsBroken(Exception exception) =>
        exception switch
        {
            SqliteException { SqliteErrorCode: var code } => code
                is raw.SQLITE_ERROR
                    or raw.SQLITE_CONSTRAINT
                    or raw.SQLITE_TOOBIG
                    or raw.SQLITE_MISMATCH
                    or raw.SQLITE_RANGE,
            ArgumentException or InvalidOperationException => true,
            _ => false,
        };
}

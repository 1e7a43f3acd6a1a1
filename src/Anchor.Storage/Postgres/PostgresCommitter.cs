using System.Collections.Immutable;
using Anchor.Storage.Commits;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Anchor.Storage.Postgres;

/// <summary>
/// Commits batches: all statements go to the server at once. If one of them cannot stand, the transaction is begun again and goes unit by
/// unit, each behind a savepoint.
/// </summary>
internal sealed class PostgresCommitter(PostgresWriter writer, ILogger logger) : IBatchCommitter
{
    private const string Begin = "BEGIN";
    private const string End = "COMMIT";
    private const string Undo = "ROLLBACK";
    private const string BeginUnit = "SAVEPOINT unit";
    private const string KeepUnit = "RELEASE SAVEPOINT unit";
    private const string EndUnit = "ROLLBACK TO SAVEPOINT unit; RELEASE SAVEPOINT unit";

    public void Commit(IReadOnlyList<PendingUnit> batch)
    {
        var connection = writer.Take();
        // Where no unit can be half done there is nothing to judge before the commit, and it goes along.
        var isPlain = batch.All(unit => unit.Operations.Count <= 1);
        if (!TryTogether(connection, batch, isPlain))
        {
            OneByOne(connection, batch);
            isPlain = false;
        }

        if (!isPlain)
        {
            Execute(connection, End);
        }
    }

    public void Abandon()
    {
        try
        {
            if (writer.Current is { } connection)
            {
                Execute(connection, Undo);
                return;
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            logger.RollBackFailed(exception);
        }

        writer.Drop();
    }

    public void Settle() => Execute(writer.Take(), StorageFence.Advance);

    private static bool TryTogether(NpgsqlConnection connection, IReadOnlyList<PendingUnit> batch, bool commits)
    {
        using var statements = new NpgsqlBatch(connection);
        statements.BatchCommands.Add(new NpgsqlBatchCommand(Begin));
        foreach (var operation in batch.SelectMany(unit => unit.Operations))
        {
            statements.BatchCommands.Add(PostgresStatement.Of(operation));
        }

        var commit = new NpgsqlBatchCommand(End);
        if (commits)
        {
            statements.BatchCommands.Add(commit);
        }

        try
        {
            statements.ExecuteNonQuery();
        }
        catch (PostgresException exception)
            when (exception.BatchCommand != commit
                && (PostgresErrors.IsOfStatement(exception) || PostgresErrors.IsOfOthers(exception))
            )
        {
            Execute(connection, Undo);
            return false;
        }

        if (TryJudge(batch, statements))
        {
            return true;
        }

        Execute(connection, Undo);
        return false;
    }

    /// <summary>Says what became of each unit, unless one was refused after it had changed a row.</summary>
    private static bool TryJudge(IReadOnlyList<PendingUnit> batch, NpgsqlBatch statements)
    {
        var outcomes = new WriteResult[batch.Count];
        var next = 1;
        for (var i = 0; i < batch.Count; i++)
        {
            var operations = batch[i].Operations;
            var changed = Changed(statements, next, operations.Count);
            next += operations.Count;
            outcomes[i] = Judge(operations, changed);
            if (!outcomes[i].IsDurable && changed.Any(rows => rows > 0))
            {
                return false;
            }
        }

        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Outcome = outcomes[i];
        }

        return true;
    }

    private void OneByOne(NpgsqlConnection connection, IReadOnlyList<PendingUnit> batch)
    {
        Execute(connection, Begin);
        foreach (var unit in batch)
        {
            Execute(connection, BeginUnit);
            unit.Outcome = Apply(connection, unit);
            Execute(connection, unit.Outcome.IsDurable ? KeepUnit : EndUnit);
        }
    }

    private WriteResult Apply(NpgsqlConnection connection, PendingUnit unit)
    {
        if (unit.Operations.Count == 0)
        {
            return WriteResult.Durable([]);
        }

        using var statements = new NpgsqlBatch(connection);
        foreach (var operation in unit.Operations)
        {
            statements.BatchCommands.Add(PostgresStatement.Of(operation));
        }

        try
        {
            statements.ExecuteNonQuery();
            return Judge(unit.Operations, Changed(statements, first: 0, unit.Operations.Count));
        }
        catch (PostgresException exception) when (PostgresErrors.IsOfStatement(exception))
        {
            var failed = statements.BatchCommands.IndexOf(exception.BatchCommand!);
            var before = Judge(unit.Operations.Take(failed).ToArray(), Changed(statements, first: 0, failed));
            if (!before.IsDurable)
            {
                return before;
            }

            var operation = unit.Operations[failed];
            if (!PostgresErrors.IsConflict(exception))
            {
                logger.OperationBroken(exception, operation);
                unit.Broken = exception;
            }

            return WriteResult.RefusedBy(operation);
        }
    }

    private static ImmutableArray<int> Changed(NpgsqlBatch statements, int first, int count)
    {
        var changed = ImmutableArray.CreateBuilder<int>(count);
        for (var i = first; i < first + count; i++)
        {
            changed.Add((int)statements.BatchCommands[i].RecordsAffected);
        }

        return changed.DrainToImmutable();
    }

    private static WriteResult Judge(IReadOnlyList<RowOperation> operations, ImmutableArray<int> changed)
    {
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i].IsRequired && changed[i] == 0)
            {
                return WriteResult.RefusedBy(operations[i]);
            }
        }

        return WriteResult.Durable(changed);
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = PostgresStatement.Of(connection, sql, []);
        command.ExecuteNonQuery();
    }
}

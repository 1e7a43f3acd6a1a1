using System.Collections.Immutable;
using Anchor.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Anchor.Storage.Commits;

/// <summary>
/// The only writer: a thread of its own that commits whatever arrived while it was busy with the commit before.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    private readonly SqliteSession _session;
    private readonly StorageMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BatchQueue _queue;
    private readonly Thread _thread;
    private volatile bool _unsettled;

    public GroupCommit(SqliteSession session, int maxBatch, StorageMetrics metrics, TimeProvider time, ILogger logger)
    {
        _session = session;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _queue = new BatchQueue(maxBatch);
        _thread = new Thread(Run) { IsBackground = true, Name = "Storage writer" };
        _thread.Start();
    }

    /// <summary>
    /// True after a failed commit, until another one has been made durable. In between a crash could still bring the
    /// failed one to light, so nothing that is read may be relied upon.
    /// </summary>
    public bool IsUnsettled => _unsettled;

    /// <summary>Units that wait for the commit before theirs.</summary>
    public int Waiting => _queue.Count;

    public Task<WriteResult> WriteAsync(IReadOnlyList<RowOperation> operations)
    {
        var unit = new PendingUnit(operations);
        _queue.Add(unit);
        return unit.Completion;
    }

    public void Dispose()
    {
        _queue.Close();
        _thread.Join();
    }

    private void Run()
    {
        var batch = new List<PendingUnit>();
        while (_queue.Take(batch))
        {
            try
            {
                Commit(batch);
            }
            catch (Exception exception)
            {
                _unsettled = true;
                _metrics.Failed();
                _logger.CommitFailed(exception, batch.Count);
                var unknown = new StorageOutcomeUnknownException(
                    $"A commit failed and its outcome is unknown: {exception.Message}",
                    exception
                );
                RollBack();
                batch.ForEach(unit => unit.Fail(unknown));
            }
        }
    }

    private void RollBack()
    {
        try
        {
            if (_session.InTransaction)
            {
                _session.Execute("ROLLBACK");
            }
        }
        catch (SqliteException exception)
        {
            // The next commit begins with another attempt, and fails as long as it does not succeed.
            _logger.RollBackFailed(exception);
        }
    }

    private void Commit(List<PendingUnit> batch)
    {
        if (_session.InTransaction)
        {
            _session.Execute("ROLLBACK");
        }

        if (_unsettled)
        {
            _session.Execute(StorageFence.Advance);
            _unsettled = false;
        }

        var started = _time.GetTimestamp();
        _session.Execute("BEGIN IMMEDIATE");
        batch.ForEach(Apply);
        _session.Execute("COMMIT");

        var durable = batch.Where(unit => unit.Outcome is { IsDurable: true }).ToArray();
        _metrics.Committed(
            batch.Count,
            durable.Sum(unit => unit.Operations.Count),
            batch.Count - durable.Length,
            _time.GetElapsedTime(started)
        );
        batch.ForEach(unit => unit.Complete());
    }

    private void Apply(PendingUnit unit)
    {
        // One statement is atomic by itself.
        var needsSavepoint = unit.Operations.Count > 1;
        if (needsSavepoint)
        {
            _session.Execute("SAVEPOINT unit");
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
                _session.Execute("ROLLBACK TO unit");
            }

            _session.Execute("RELEASE unit");
        }
    }

    private bool TryExecute(PendingUnit unit, RowOperation operation, ImmutableArray<int>.Builder changed)
    {
        try
        {
            changed.Add(_session.Execute(operation.Sql, operation.Values));
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
            _logger.OperationBroken(exception, operation);
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

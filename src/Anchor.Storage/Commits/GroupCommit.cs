using Microsoft.Extensions.Logging;

namespace Anchor.Storage.Commits;

/// <summary>
/// The only writer: a thread of its own that commits whatever arrived while it was busy with the commit before.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    private readonly IBatchCommitter _committer;
    private readonly StorageMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BatchQueue _queue;
    private readonly Thread _thread;
    private volatile bool _unsettled;

    public GroupCommit(
        IBatchCommitter committer,
        int maxBatch,
        StorageMetrics metrics,
        TimeProvider time,
        ILogger logger
    )
    {
        _committer = committer;
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
                _committer.Abandon();
                batch.ForEach(unit => unit.Fail(unknown));
            }
        }
    }

    private void Commit(List<PendingUnit> batch)
    {
        if (_unsettled)
        {
            _committer.Settle();
            _unsettled = false;
        }

        var started = _time.GetTimestamp();
        _committer.Commit(batch);

        var durable = batch.Where(unit => unit.Outcome is { IsDurable: true }).ToArray();
        _metrics.Committed(
            batch.Count,
            durable.Sum(unit => unit.Operations.Count),
            batch.Count - durable.Length,
            _time.GetElapsedTime(started)
        );
        batch.ForEach(unit => unit.Complete());
    }
}

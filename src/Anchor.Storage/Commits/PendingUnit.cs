namespace Anchor.Storage.Commits;

/// <summary>Row operations that stand or fall together, and whoever waits for them.</summary>
internal sealed class PendingUnit(IReadOnlyList<RowOperation> operations)
{
    private readonly TaskCompletionSource<WriteResult> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public IReadOnlyList<RowOperation> Operations { get; } = operations;

    public Task<WriteResult> Completion => _completion.Task;

    /// <summary>What the statements said; it counts only once the commit is durable.</summary>
    public WriteResult? Outcome { get; set; }

    /// <summary>Set when a statement could not be executed at all; nothing of the unit was done.</summary>
    public Exception? Broken { get; set; }

    public void Complete()
    {
        if (Broken is not null)
        {
            _completion.SetException(Broken);
        }
        else
        {
            _completion.SetResult(Outcome!);
        }
    }

    public void Fail(Exception exception) => _completion.TrySetException(exception);

    /// <summary>The order of units in a batch: by the key of their first row.</summary>
    public static int CompareKeys(PendingUnit left, PendingUnit right)
    {
        if (left.Operations.Count == 0 || right.Operations.Count == 0)
        {
            return left.Operations.Count.CompareTo(right.Operations.Count);
        }

        var byTable = string.CompareOrdinal(left.Operations[0].Table, right.Operations[0].Table);
        return byTable != 0 ? byTable : string.CompareOrdinal(left.Operations[0].Key, right.Operations[0].Key);
    }
}

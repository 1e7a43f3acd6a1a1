namespace Anchor.Storage.Commits;

/// <summary>How a kind of database makes a batch durable; used by the writer's thread alone.</summary>
internal interface IBatchCommitter
{
    /// <summary>
    /// Executes the units and sets what became of each: a refused or broken one was not done at all, the others are
    /// durable when this returns. An exception leaves the whole batch unknown.
    /// </summary>
    void Commit(IReadOnlyList<PendingUnit> batch);

    /// <summary>Leaves the transaction of a failed commit behind. Must not throw.</summary>
    void Abandon();

    /// <summary>Returns once no commit that failed before can come to light any more.</summary>
    void Settle();
}

namespace Anchor.Storage.Commits;

/// <summary>The one row that every start advances, and every first commit after a failed one.</summary>
internal static class StorageFence
{
    public const string Advance = "UPDATE storage_fence SET epoch = epoch + 1 WHERE id = 1";
    public const string Read = "SELECT epoch FROM storage_fence WHERE id = 1";

    /// <summary>Where the database was copied to, if it was.</summary>
    public const string SelectMoved = "SELECT moved_to FROM storage_fence WHERE id = 1";
    public const string Leave = "UPDATE storage_fence SET moved_to = $1 WHERE id = 1";

    /// <summary>Takes over another database's number, so that no stamp of it is given out again.</summary>
    public const string Continue = "UPDATE storage_fence SET epoch = greatest(epoch, $1) + 1 WHERE id = 1";
}

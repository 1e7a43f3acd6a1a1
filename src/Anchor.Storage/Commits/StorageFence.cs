namespace Anchor.Storage.Commits;

/// <summary>The one row that every start advances, and every first commit after a failed one.</summary>
internal static class StorageFence
{
    public const string Advance = "UPDATE storage_fence SET epoch = epoch + 1 WHERE id = 1";
    public const string Read = "SELECT epoch FROM storage_fence WHERE id = 1";
}

using Anchor.Domain;
using Anchor.Domain.Sync;
using Anchor.Storage.States;

namespace Anchor.Storage.Sync;

/// <summary>The row of a sync: in the table of plain states, but in the stored form that golden files hold still.</summary>
internal static class BlockSyncRows
{
    private const string Name = "blocksync";

    public static readonly RowMap<BlockSyncState> Map = new(
        Name,
        "grain_state",
        ["grain_type", "grain_key", "state_name"],
        grain => [grain.Type.ToString()!, grain.Key.ToString()!, Name],
        StoredJson.SchemaVersion,
        StoredJson.Default.BlockSyncState,
        []
    );
}

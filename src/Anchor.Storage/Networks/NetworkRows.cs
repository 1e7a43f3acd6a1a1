using Anchor.Domain;
using Anchor.Domain.Network;
using Anchor.Storage.States;

namespace Anchor.Storage.Networks;

/// <summary>The row of what is known of the network: in the table of plain states, but in the stored form that golden files hold still.</summary>
internal static class NetworkRows
{
    private const string Name = "network";

    public static readonly RowMap<NetworkState> Map = new(
        Name,
        "grain_state",
        ["grain_type", "grain_key", "state_name"],
        grain => [grain.Type.ToString()!, grain.Key.ToString()!, Name],
        StoredJson.SchemaVersion,
        StoredJson.Default.NetworkState,
        []
    );
}

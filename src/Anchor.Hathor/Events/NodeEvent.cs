using System.Text.Json;
using Anchor.Hathor.Vertices;

namespace Anchor.Hathor.Events;

/// <summary>The kinds of events that change anything; all others are <see cref="Other"/>.</summary>
public enum NodeEventKind
{
    Other = 0,
    NewVertexAccepted = 1,
    VertexMetadataChanged = 2,
    VertexRemoved = 3,
    ReorgStarted = 4,
    ReorgFinished = 5,
}

/// <summary>One event of the node's queue.</summary>
/// <param name="GroupId">Events that belong together, such as those of a reorg; null for one that stands alone.</param>
/// <param name="Vertex">What it is about; null if it is about none.</param>
/// <param name="ReorgSize">How many blocks a reorg takes back.</param>
public sealed record NodeEvent(long Id, NodeEventKind Kind, long? GroupId, HathorVertex? Vertex, long? ReorgSize)
{
    public static NodeEvent Read(JsonElement json)
    {
        var kind = json.GetProperty("type").GetString() switch
        {
            "NEW_VERTEX_ACCEPTED" => NodeEventKind.NewVertexAccepted,
            "VERTEX_METADATA_CHANGED" => NodeEventKind.VertexMetadataChanged,
            "VERTEX_REMOVED" => NodeEventKind.VertexRemoved,
            "REORG_STARTED" => NodeEventKind.ReorgStarted,
            "REORG_FINISHED" => NodeEventKind.ReorgFinished,
            _ => NodeEventKind.Other,
        };
        var data = json.GetProperty("data");
        return new NodeEvent(
            json.GetProperty("id").GetInt64(),
            kind,
            json.TryGetProperty("group_id", out var group) && group.ValueKind == JsonValueKind.Number
                ? group.GetInt64()
                : null,
            kind
                is NodeEventKind.NewVertexAccepted
                    or NodeEventKind.VertexMetadataChanged
                    or NodeEventKind.VertexRemoved
                ? VertexReader.FromEvent(data)
                : null,
            kind == NodeEventKind.ReorgStarted ? data.GetProperty("reorg_size").GetInt64() : null
        );
    }
}

/// <summary>An event with what its message says of the stream.</summary>
/// <param name="StreamId">Names one sequence of ids; with another one, ids that are known mean nothing.</param>
/// <param name="LatestId">The newest event that the node has.</param>
public sealed record StreamedEvent(NodeEvent Event, string StreamId, string Network, long LatestId);

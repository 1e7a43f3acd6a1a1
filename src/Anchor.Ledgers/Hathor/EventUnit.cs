using Anchor.Grains.Sync;
using Anchor.Hathor.Events;

namespace Anchor.Ledgers.Hathor;

/// <summary>Events that are committed together: of each vertex only how it stands at last.</summary>
internal sealed class EventUnit(long lastId, int rewardLock)
{
    private readonly Dictionary<string, VertexChange> _changes = new(StringComparer.Ordinal);
    private long? _group;

    public long LastId { get; private set; } = lastId;

    /// <summary>Events taken, also those that change nothing.</summary>
    public int Count { get; private set; }

    public string? StreamId { get; private set; }

    public int BlocksTakenBack { get; private set; }

    /// <summary>Whether no group is left open.</summary>
    public bool IsWhole => _group is null;

    public void Add(StreamedEvent streamed)
    {
        var (id, kind, group, vertex, reorgSize) = streamed.Event;
        LastId = id;
        Count++;
        StreamId = streamed.StreamId;
        _group = kind == NodeEventKind.ReorgFinished ? null : group;
        BlocksTakenBack += (int)(reorgSize ?? 0);
        if (vertex is not null)
        {
            _changes[vertex.Id] =
                kind == NodeEventKind.VertexRemoved || vertex.IsVoided
                    ? VertexChange.Gone(vertex.Id)
                    : VertexChange.Stands(HathorNetwork.ToSync(vertex, rewardLock), vertex.FirstBlock);
        }
    }

    public SyncUnit ToUnit() => new([.. _changes.Values]) { StreamId = StreamId, LastEventId = LastId };
}

using System.Collections.Immutable;
using System.Text.Json;
using Anchor.Hathor.Events;
using Anchor.Hathor.Vertices;

namespace Anchor.Sandbox.Hathor;

/// <summary>What a node knows after a number of events: the last of each vertex counts.</summary>
internal sealed class RecordedChain
{
    private readonly Dictionary<string, KnownVertex> _vertices = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, string> _best = [];

    public IReadOnlyDictionary<string, KnownVertex> Vertices => _vertices;

    /// <summary>The heights of the best chain, and how it was left at each.</summary>
    public IReadOnlyDictionary<long, string> Best => _best;

    public KnownVertex? Tip => _best.Count == 0 ? null : _vertices[_best.Last().Value];

    /// <summary>The block that came last, voided or not.</summary>
    public KnownVertex? Newest { get; private set; }

    public void Apply(RecordedEvent recorded)
    {
        var (_, kind, _, vertex, _) = recorded.Event;
        if (vertex is null)
        {
            return;
        }

        if (kind == NodeEventKind.VertexRemoved)
        {
            _vertices.Remove(vertex.Id);
            return;
        }

        var known = new KnownVertex(vertex, recorded.Json.GetProperty("data"));
        _vertices[vertex.Id] = known;
        if (!vertex.IsBlock)
        {
            return;
        }

        Newest = Newest is null || vertex.Timestamp >= Newest.Vertex.Timestamp ? known : Newest;
        var height = vertex.Height!.Value;
        if (!vertex.IsVoided)
        {
            _best[height] = vertex.Id;
        }
        else if (_best.GetValueOrDefault(height) == vertex.Id)
        {
            _best.Remove(height);
        }
    }

    public KnownVertex? BlockAt(long height) => _best.TryGetValue(height, out var id) ? _vertices[id] : null;

    public IEnumerable<KnownVertex> ConfirmedBy(string block) =>
        _vertices
            .Values.Where(known =>
                known.Vertex is { IsBlock: false, IsVoided: false } && known.Vertex.FirstBlock == block
            )
            .OrderBy(known => known.Vertex.Timestamp)
            .ThenBy(known => known.Vertex.Id, StringComparer.Ordinal);

    public IEnumerable<KnownVertex> Mempool =>
        _vertices
            .Values.Where(known => known.Vertex is { IsBlock: false, IsVoided: false, FirstBlock: null })
            .OrderBy(known => known.Vertex.Timestamp)
            .ThenBy(known => known.Vertex.Id, StringComparer.Ordinal);

    /// <summary>Who spends an output; null if nobody does who stands.</summary>
    public string? SpenderOf(string id, int index) =>
        _vertices.TryGetValue(id, out var known)
        && known.Json.TryGetProperty("metadata", out var metadata)
        && metadata
            .GetProperty("spent_outputs")
            .EnumerateArray()
            .FirstOrDefault(spent => spent.GetProperty("index").GetInt32() == index)
            is { ValueKind: JsonValueKind.Object } spenders
            ? spenders
                .GetProperty("tx_ids")
                .EnumerateArray()
                .Select(spender => spender.GetString()!)
                .FirstOrDefault(spender => _vertices.TryGetValue(spender, out var by) && !by.Vertex.IsVoided)
            : null;
}

/// <summary>A vertex as it was told of last.</summary>
internal sealed record KnownVertex(HathorVertex Vertex, JsonElement Json)
{
    /// <summary>The token of one of its outputs.</summary>
    public string TokenOf(int index) => Vertex.Outputs[index].Token ?? HathorToken.Native;

    public ImmutableArray<HathorToken> Tokens => Vertex.Tokens;
}

using System.Collections.Immutable;
using Anchor.Grains.Sync;

namespace Anchor.Storage.Sync;

/// <summary>The rows that a unit has in its hands: read once, changed here, and at the end compared with what they were.</summary>
internal sealed class SyncCache(SyncReader reader)
{
    private readonly Dictionary<string, Change<VertexRow>> _vertices = new(StringComparer.Ordinal);
    private readonly Dictionary<OutputKey, Change<OutputRow>> _outputs = [];

    public IReadOnlyDictionary<string, Change<VertexRow>> Vertices => _vertices;

    public IReadOnlyDictionary<OutputKey, Change<OutputRow>> Outputs => _outputs;

    /// <summary>Brings a new output in hand.</summary>
    public void AddOutput(OutputRow row)
    {
        _outputs.TryAdd(row.Key, default);
        SetOutput(row.Key, row);
    }

    public async Task<VertexRow?> VertexAsync(string id)
    {
        if (!_vertices.TryGetValue(id, out var change))
        {
            var row = await reader.VertexAsync(id);
            _vertices.Add(id, change = new(row, row));
        }

        return change.Now;
    }

    public async Task<OutputRow?> OutputAsync(OutputKey key)
    {
        if (!_outputs.TryGetValue(key, out var change))
        {
            var row = await reader.OutputAsync(key);
            _outputs.Add(key, change = new(row, row));
        }

        return change.Now;
    }

    public async Task<List<OutputRow>> OutputsOfAsync(string id)
    {
        Track(await reader.OutputsAsync(id));
        return
        [
            .. _outputs
                .Where(output => output.Key.TxId == id && output.Value.Now is not null)
                .Select(output => output.Value.Now!),
        ];
    }

    public async Task<List<OutputRow>> SpentByAsync(string id)
    {
        Track(await reader.SpentByAsync(id));
        return [.. _outputs.Values.Select(output => output.Now).Where(row => row?.SpentBy == id).Select(row => row!)];
    }

    public async Task<List<VertexRow>> ConfirmedByAsync(string block)
    {
        foreach (var row in await reader.ConfirmedByAsync(block))
        {
            _vertices.TryAdd(row.Id, new(row, row));
        }

        return
        [
            .. _vertices.Values.Select(change => change.Now).Where(row => row?.FirstBlock == block).Select(row => row!),
        ];
    }

    public void Track(ImmutableArray<OutputRow> rows)
    {
        foreach (var row in rows)
        {
            _outputs.TryAdd(row.Key, new(row, row));
        }
    }

    public void SetVertex(string id, VertexRow? now) => _vertices[id] = new(_vertices[id].Before, now);

    public void SetOutput(OutputKey key, OutputRow? now) => _outputs[key] = new(_outputs[key].Before, now);
}

/// <summary>A row as it was and as it is to be; null where there is none.</summary>
internal readonly record struct Change<T>(T? Before, T? Now)
    where T : class;

using System.Collections.Immutable;
using Anchor.Grains.Sync;

namespace Anchor.Storage.Sync;

/// <summary>
/// Works out one unit in memory: rows are read where they are needed, changed here, and compared at the end with what they were. Adding a
/// vertex and taking it away are exact opposites.
/// </summary>
internal sealed class SyncWork(SyncReader reader, SyncPosition start)
{
    private readonly SyncCache _rows = new(reader);

    public IReadOnlyDictionary<string, Change<VertexRow>> Vertices => _rows.Vertices;

    public IReadOnlyDictionary<OutputKey, Change<OutputRow>> Outputs => _rows.Outputs;

    public SyncFlows Flows { get; } = new();

    public SyncTip? Tip { get; private set; } = start.Tip;

    public string? Genesis { get; private set; } = start.Genesis;

    /// <summary>What went goes first, so that what takes its place finds its inputs free; then what stands, each after its inputs.</summary>
    public async Task ApplyAsync(ImmutableArray<VertexChange> changes)
    {
        foreach (var change in changes.Where(change => change.Vertex is null))
        {
            await RemoveAsync(change.Id);
        }

        var standing = changes.Where(change => change.Vertex is not null).ToDictionary(change => change.Id);
        foreach (var change in InOrderOfFunds(standing))
        {
            await PutAsync(change.Vertex!, change.FirstBlock);
        }

        Tip = await FindTipAsync();
        await SettleLocksAsync();
    }

    private static List<VertexChange> InOrderOfFunds(Dictionary<string, VertexChange> standing)
    {
        List<VertexChange> ordered = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        Stack<(VertexChange Change, int Next)> path = new();
        foreach (var root in standing.Values)
        {
            Visit(root);
            while (path.TryPop(out var place))
            {
                if (place.Next == place.Change.Vertex!.Inputs.Length)
                {
                    ordered.Add(place.Change);
                    continue;
                }

                path.Push((place.Change, place.Next + 1));
                if (standing.TryGetValue(place.Change.Vertex.Inputs[place.Next].TxId, out var input))
                {
                    Visit(input);
                }
            }
        }

        return ordered;

        void Visit(VertexChange change)
        {
            if (seen.Add(change.Id))
            {
                path.Push((change, 0));
            }
        }
    }

    private async Task PutAsync(SyncVertex vertex, string? firstBlock)
    {
        var known = await _rows.VertexAsync(vertex.Id);
        var row = new VertexRow(vertex.Id, vertex.Version, vertex.Timestamp, vertex.Height, firstBlock);
        if (known is null)
        {
            if (vertex.Height == 0)
            {
                Genesis =
                    Genesis is { } first && first != vertex.Id
                        ? throw new SyncContradictionException(
                            $"The network begins with {vertex.Id}, the one that was followed began with {first}."
                        )
                        : vertex.Id;
            }

            await SpendAsync(vertex);
            AddOutputs(vertex);
            await RecordAsync(vertex);
        }

        _rows.SetVertex(row.Id, row);
    }

    private async Task SpendAsync(SyncVertex vertex)
    {
        foreach (var key in vertex.Inputs)
        {
            var output =
                await _rows.OutputAsync(key)
                ?? throw new SyncContradictionException(
                    $"{vertex.Id} spends output {key.Index} of {key.TxId}, which is not there."
                );
            if (output.SpentBy is { } loser && loser != vertex.Id)
            {
                // Two that spend the same never both stand: the node says that this one does.
                await RemoveAsync(loser);
                output = Outputs[key].Now ?? throw new SyncContradictionException($"{vertex.Id} spends what it voids.");
            }

            _rows.SetOutput(key, output with { SpentBy = vertex.Id });
        }
    }

    private void AddOutputs(SyncVertex vertex)
    {
        for (var i = 0; i < vertex.Outputs.Length; i++)
        {
            var key = new OutputKey(vertex.Id, i);
            // Whether it is locked is settled at the end, by the tip that holds then.
            _rows.AddOutput(new OutputRow(key, vertex.Outputs[i], IsLocked: true, SpentBy: null));
        }
    }

    /// <summary>Takes a vertex away, and before it all that spend from it, however far down.</summary>
    private async Task RemoveAsync(string id)
    {
        Stack<string> falling = new([id]);
        while (falling.TryPeek(out var next))
        {
            if (await _rows.VertexAsync(next) is not { } row)
            {
                falling.Pop();
                continue;
            }

            var outputs = await _rows.OutputsOfAsync(next);
            if (outputs.Select(output => output.SpentBy).FirstOrDefault(spender => spender is not null) is { } spender)
            {
                falling.Push(spender);
                continue;
            }

            falling.Pop();
            await TakeAwayAsync(row, outputs);
        }
    }

    private async Task TakeAwayAsync(VertexRow row, List<OutputRow> outputs)
    {
        var inputs = await _rows.SpentByAsync(row.Id);
        Flows.Record(row, inputs, outputs, isCreation: row.Version == 2, names: null, sign: -1);
        foreach (var input in inputs)
        {
            _rows.SetOutput(input.Key, input with { SpentBy = null });
        }

        foreach (var output in outputs)
        {
            _rows.SetOutput(output.Key, null);
        }

        _rows.SetVertex(row.Id, null);
        if (row.Height is null)
        {
            return;
        }

        Genesis = row.Height == 0 ? null : Genesis;
        foreach (var confirmed in await _rows.ConfirmedByAsync(row.Id))
        {
            _rows.SetVertex(confirmed.Id, confirmed with { FirstBlock = null });
        }
    }

    private async Task RecordAsync(SyncVertex vertex)
    {
        List<OutputRow> inputs = [];
        foreach (var key in vertex.Inputs)
        {
            inputs.Add((await _rows.OutputAsync(key))!);
        }

        var outputs = vertex.Outputs.Select((_, i) => Outputs[new OutputKey(vertex.Id, i)].Now!).ToList();
        var row = new VertexRow(vertex.Id, vertex.Version, vertex.Timestamp, vertex.Height, null);
        Flows.Record(row, inputs, outputs, vertex.CreatedToken is not null, vertex.CreatedToken, sign: +1);
    }

    private async Task<SyncTip?> FindTipAsync()
    {
        var best = Vertices
            .Values.Select(change => change.Now)
            .Where(row => row?.Height is not null)
            .MaxBy(row => row!.Height);
        var below = start.Tip?.Height ?? -1;
        while (below >= 0 && !(best?.Height >= below) && await reader.HighestAsync(below) is { } stored)
        {
            var row = await _rows.VertexAsync(stored.Id);
            if (row is not null)
            {
                best = row;
                break;
            }

            below = stored.Height!.Value - 1;
        }

        return best is null ? null : new SyncTip(best.Height!.Value, best.Id, best.Timestamp);
    }

    private async Task SettleLocksAsync()
    {
        if (Tip != start.Tip)
        {
            var (low, high) = Sorted(start.Tip?.Height ?? -1, Tip?.Height ?? -1);
            _rows.Track(await reader.HeightlocksAsync(low, high));
            (low, high) = Sorted(start.Tip?.Timestamp ?? -1, Tip?.Timestamp ?? -1);
            _rows.Track(await reader.TimelocksAsync(low, high));
        }

        foreach (var (key, change) in Outputs.ToList())
        {
            if (change.Now is { } row && OutputRow.LockedAt(row.Output, Tip) is var locked && locked != row.IsLocked)
            {
                _rows.SetOutput(key, row with { IsLocked = locked });
            }
        }

        static (long Low, long High) Sorted(long a, long b) => (Math.Min(a, b), Math.Max(a, b));
    }
}

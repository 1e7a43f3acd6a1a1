using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anchor.Hathor.Addresses;
using Anchor.Sandbox.Hathor;

namespace Anchor.Hathor.Tests;

/// <summary>
/// Goes on from a recording as a node's network could: transactions that spend from blocks and from each other, blocks that confirm them,
/// and forks of any depth that win, with double spends in them. Tells it in the node's own events.
/// </summary>
internal sealed class ForkGrower
{
    private readonly Random _random;
    private readonly List<JsonElement> _events;
    private readonly Dictionary<string, Grown> _vertices = new(StringComparer.Ordinal);
    private readonly List<string> _chain = [];
    private long _clock;
    private long _names;

    public ForkGrower(HathorRecording recording, int seed)
    {
        _random = new Random(seed);
        _events = [.. recording.Events.Select(recorded => recorded.Json)];
        foreach (
            var vertex in recording.Events.Select(recorded => recorded.Event.Vertex).Where(vertex => vertex is not null)
        )
        {
            _vertices[vertex!.Id] = new Grown(
                vertex.Id,
                vertex.Version,
                vertex.Height,
                vertex.Parents.FirstOrDefault(),
                [.. vertex.Inputs.Select(input => (input.TxId, input.Index))],
                // Only HTR is spent on.
                [.. vertex.Outputs.Select(output => output.TokenData == 0 ? output.Value : 0)]
            )
            {
                FirstBlock = vertex.FirstBlock,
                IsVoided = vertex.IsVoided,
                IsForeign = true,
            };
            _clock = Math.Max(_clock, vertex.Timestamp);
        }

        foreach (
            var removed in recording.Events.Where(recorded => recorded.Event.Kind == Events.NodeEventKind.VertexRemoved)
        )
        {
            _vertices.Remove(removed.Event.Vertex!.Id);
        }

        _chain.AddRange(
            _vertices
                .Values.Where(v => v is { IsBlock: true, IsVoided: false })
                .OrderBy(v => v.Height)
                .Select(v => v.Id)
        );
    }

    public HathorRecording ToRecording(string name) => HathorRecording.Of(name, _events);

    public int Height => _chain.Count - 1;

    /// <summary>Some transactions, then a block that confirms some of what waits.</summary>
    public void Grow(int blocks)
    {
        for (var i = 0; i < blocks; i++)
        {
            for (var left = _random.Next(4); left > 0; left--)
            {
                Spend();
            }

            Mine();
        }
    }

    /// <summary>A fork that begins so many blocks below the tip, and wins by one block.</summary>
    public void Fork(int depth)
    {
        var at = _chain.Count - 1 - depth;
        List<Grown> side = [];
        for (var height = at + 1; height <= at + depth; height++)
        {
            // Until the fork wins its blocks are known and voided.
            var block = Block(height, side.Count == 0 ? _chain[at] : side[^1].Id);
            block.IsVoided = true;
            Tell("NEW_VERTEX_ACCEPTED", block, null);
            side.Add(block);
        }

        var winner = Block(at + depth + 1, side[^1].Id);
        side.Add(winner);
        var group = _names++;
        Tell("REORG_STARTED", null, group, new JsonObject { ["reorg_size"] = depth });
        foreach (var id in _chain.Skip(at + 1).Reverse().ToList())
        {
            Void(_vertices[id], group);
            foreach (var confirmed in _vertices.Values.Where(v => v.FirstBlock == id).ToList())
            {
                confirmed.FirstBlock = null;
                Tell("VERTEX_METADATA_CHANGED", confirmed, group);
            }
        }

        _chain.RemoveRange(at + 1, depth);
        foreach (var block in side)
        {
            block.IsVoided = false;
            _vertices[block.Id] = block;
            _chain.Add(block.Id);
            Tell("VERTEX_METADATA_CHANGED", block, group);
            Confirm(block, group);
        }

        Tell("REORG_FINISHED", null, group, []);
        Tell("NEW_VERTEX_ACCEPTED", winner, null);
    }

    /// <summary>A transaction that spends what another one spends too, and is heavier.</summary>
    public void DoubleSpend()
    {
        var loser = _vertices
            .Values.Where(v => v is { IsBlock: false, IsVoided: false, FirstBlock: null, Inputs.Length: > 0 })
            .OrderBy(v => v.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        if (loser is null)
        {
            return;
        }

        var winner = Transaction(loser.Inputs);
        Tell("VERTEX_METADATA_CHANGED", winner, null);
        Void(loser, null);
        Tell("NEW_VERTEX_ACCEPTED", winner, null);
    }

    public void Spend()
    {
        var spent = _vertices.Values.Where(v => !v.IsVoided).SelectMany(v => v.Inputs).ToHashSet();
        var free = _vertices
            .Values.Where(v => !v.IsVoided && v.Height != 0)
            .SelectMany(v => v.Outputs.Select((value, i) => (v.Id, Index: i, value)))
            .Where(output => output.value > 10 && !spent.Contains((output.Id, output.Index)))
            .OrderBy(output => output.Id, StringComparer.Ordinal)
            .ThenBy(output => output.Index)
            .ToList();
        if (free.Count == 0)
        {
            return;
        }

        var chosen = Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => free[_random.Next(free.Count)]).Distinct();
        Tell("NEW_VERTEX_ACCEPTED", Transaction([.. chosen.Select(output => (output.Id, output.Index))]), null);
    }

    private void Mine()
    {
        var block = Block(_chain.Count, _chain[^1]);
        _vertices[block.Id] = block;
        _chain.Add(block.Id);
        Tell("VERTEX_METADATA_CHANGED", block, null);
        Confirm(block, null);
        Tell("NEW_VERTEX_ACCEPTED", block, null);
    }

    /// <summary>A block confirms a transaction only with all that it spends from.</summary>
    private void Confirm(Grown block, long? group)
    {
        foreach (
            var waiting in _vertices
                .Values.Where(v => v is { IsBlock: false, IsVoided: false, FirstBlock: null })
                .OrderBy(v => v.Id, StringComparer.Ordinal)
                .ToList()
        )
        {
            if (_random.Next(3) > 0)
            {
                ConfirmWithAncestors(waiting, block, group);
            }
        }
    }

    private void ConfirmWithAncestors(Grown waiting, Grown block, long? group)
    {
        foreach (var (id, _) in waiting.Inputs)
        {
            if (_vertices[id] is { IsBlock: false, FirstBlock: null } ancestor)
            {
                ConfirmWithAncestors(ancestor, block, group);
            }
        }

        if (waiting.FirstBlock is null)
        {
            waiting.FirstBlock = block.Id;
            Tell("VERTEX_METADATA_CHANGED", waiting, group);
        }
    }

    /// <summary>Voids a vertex and all that spend from it.</summary>
    private void Void(Grown vertex, long? group)
    {
        foreach (
            var spender in _vertices
                .Values.Where(v => !v.IsVoided && v.Inputs.Any(input => input.Id == vertex.Id))
                .ToList()
        )
        {
            Void(spender, group);
        }

        if (!vertex.IsVoided)
        {
            vertex.IsVoided = true;
            vertex.FirstBlock = null;
            Tell("VERTEX_METADATA_CHANGED", vertex, group);
        }
    }

    private Grown Block(int height, string parent) =>
        new(NewId(), 0, height, parent, [], [6400]) { Timestamp = ++_clock, Address = Address(_random.Next(30)) };

    private Grown Transaction((string Id, int Index)[] inputs)
    {
        var sum = inputs.Sum(input => _vertices[input.Id].Outputs[input.Index]);
        var first = 1 + (_random.NextInt64(sum) / 2);
        var transaction = new Grown(NewId(), 1, null, null, inputs, sum > first ? [first, sum - first] : [sum])
        {
            Timestamp = ++_clock,
            Address = Address(_random.Next(30)),
        };
        _vertices[transaction.Id] = transaction;
        return transaction;
    }

    private string NewId() =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_random.Next()}/{_names++}"))
            )
        );

    private static string Address(int number) =>
        HathorAddress.OfKey([2, .. SHA256.HashData([(byte)number])], AddressBytes.Of("unittests"));

    private void Tell(string type, Grown? vertex, long? group, JsonObject? data = null)
    {
        if (vertex is { IsForeign: true })
        {
            // Told as it was recorded last, but for how it stands now.
            var recorded = _events.FindLast(e =>
                e.GetProperty("data").TryGetProperty("metadata", out var metadata)
                && metadata.GetProperty("hash").GetString() == vertex.Id
            );
            data = JsonObject.Create(recorded.GetProperty("data"))!.DeepClone().AsObject();
        }

        data ??= vertex is null ? [] : Data(vertex);
        if (vertex is not null)
        {
            data["metadata"] = Metadata(vertex);
        }

        var json = new JsonObject
        {
            ["id"] = _events.Count,
            ["timestamp"] = (double)_clock,
            ["type"] = type,
            ["data"] = data,
            ["group_id"] = group,
        };
        _events.Add(JsonSerializer.SerializeToElement(json));
    }

    private JsonObject Data(Grown vertex) =>
        new()
        {
            ["hash"] = vertex.Id,
            ["nonce"] = 0,
            ["timestamp"] = vertex.Timestamp,
            ["version"] = vertex.Version,
            ["weight"] = 2.0,
            ["inputs"] = new JsonArray([
                .. vertex.Inputs.Select(input => new JsonObject
                {
                    ["tx_id"] = input.Id,
                    ["index"] = input.Index,
                    ["spent_output"] = Output(_vertices[input.Id].Outputs[input.Index], Address(0)),
                }),
            ]),
            ["outputs"] = new JsonArray([.. vertex.Outputs.Select(value => Output(value, vertex.Address))]),
            ["parents"] = vertex.Parent is null ? [] : new JsonArray(vertex.Parent),
            ["tokens"] = new JsonArray(),
            ["token_name"] = null,
            ["token_symbol"] = null,
        };

    private static JsonObject Output(long value, string address) =>
        new()
        {
            ["value"] = value,
            ["token_data"] = 0,
            ["script"] = "",
            ["decoded"] = new JsonObject
            {
                ["type"] = "P2PKH",
                ["address"] = address,
                ["timelock"] = null,
            },
        };

    private static JsonObject Metadata(Grown vertex) =>
        new()
        {
            ["hash"] = vertex.Id,
            ["spent_outputs"] = new JsonArray(),
            ["voided_by"] = vertex.IsVoided ? new JsonArray(vertex.Id) : new JsonArray(),
            ["first_block"] = vertex.FirstBlock,
            ["height"] = vertex.Height ?? 0,
        };

    private sealed record Grown(
        string Id,
        int Version,
        long? Height,
        string? Parent,
        (string Id, int Index)[] Inputs,
        long[] Outputs
    )
    {
        public bool IsBlock => Version is 0 or 3 or 5;

        public string? FirstBlock { get; set; }

        public bool IsVoided { get; set; }

        public bool IsForeign { get; init; }

        public long Timestamp { get; init; }

        public string Address { get; init; } = "";
    }
}

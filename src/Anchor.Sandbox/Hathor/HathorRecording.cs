using System.Collections.Immutable;
using System.Text.Json;
using Anchor.Hathor;
using Anchor.Hathor.Events;

namespace Anchor.Sandbox.Hathor;

/// <summary>The event stream of a full node, recorded, with what the node's own wallet held at its end.</summary>
public sealed class HathorRecording
{
    private HathorRecording(
        string name,
        ImmutableArray<RecordedEvent> events,
        ImmutableSortedDictionary<string, long> wallet
    )
    {
        Name = name;
        Events = events;
        Wallet = wallet;
    }

    public string Name { get; }

    public ImmutableArray<RecordedEvent> Events { get; }

    /// <summary>Address to HTR, locked included; empty where no wallet was recorded.</summary>
    public ImmutableSortedDictionary<string, long> Wallet { get; }

    /// <summary>The positions at which a node would let itself be seen: what belongs together is together there.</summary>
    public IEnumerable<int> Moments =>
        Enumerable
            .Range(1, Events.Length)
            // Before its first block a node answers nobody.
            .SkipWhile(count => Events[count - 1].Event.Vertex is not { IsBlock: true })
            .Where(count =>
                Events[count - 1].Event is { GroupId: null, Kind: not NodeEventKind.VertexMetadataChanged }
                || count == Events.Length
            );

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static HathorRecording Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            return Read(Path.GetFileNameWithoutExtension(path), json.RootElement);
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or HathorException)
        {
            throw new FormatException($"{path} is no recording of a full node's events: {e.Message}", e);
        }
    }

    /// <summary>A recording of these events.</summary>
    public static HathorRecording Of(string name, IEnumerable<JsonElement> events) =>
        new(name, [.. events.Select(RecordedEvent.Read)], ImmutableSortedDictionary<string, long>.Empty);

    private static HathorRecording Read(string name, JsonElement root) =>
        new(
            name,
            [.. root.GetProperty("events").EnumerateArray().Select(json => RecordedEvent.Read(json.Clone()))],
            root.TryGetProperty("final_wallet_balance", out var wallet)
                ? wallet
                    .EnumerateObject()
                    .ToImmutableSortedDictionary(
                        entry => entry.Name,
                        entry => entry.Value.GetInt64(),
                        StringComparer.Ordinal
                    )
                : ImmutableSortedDictionary<string, long>.Empty
        );
}

/// <summary>An event as it was recorded and as it reads.</summary>
public sealed record RecordedEvent(NodeEvent Event, JsonElement Json)
{
    public static RecordedEvent Read(JsonElement json) => new(NodeEvent.Read(json), json);
}

using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Storage;

namespace Anchor.Embedded.Tests.Fakes;

/// <summary>Rows with a version as ETag; can be told to fail, and to count.</summary>
internal sealed class MemoryStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<string, (string State, int Version)> _rows = new(StringComparer.Ordinal);
    private int _readsToFail;
    private int _writesToFail;
    private int _waiting;

    /// <summary>Writes that have begun and not ended.</summary>
    public int Waiting => _waiting;

    /// <summary>Every operation waits for this first.</summary>
    public Task Pause { get; set; } = Task.CompletedTask;

    public void FailReads(int count) => _readsToFail = count;

    public void FailWrites(int count) => _writesToFail = count;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Pause;
        if (Interlocked.Decrement(ref _readsToFail) >= 0)
        {
            throw new IOException("The read failed.");
        }

        if (_rows.TryGetValue(Key(stateName, grainId), out var row))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (
                JsonSerializer.Deserialize<T>(row.State),
                Tag(row.Version),
                true
            );
        }
        else
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (default, null, false);
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var etag = grainState.ETag;
        Interlocked.Increment(ref _waiting);
        await Pause;
        Interlocked.Decrement(ref _waiting);
        if (Interlocked.Decrement(ref _writesToFail) >= 0)
        {
            throw new IOException("The write failed.");
        }

        var key = Key(stateName, grainId);
        var known = _rows.TryGetValue(key, out var row);
        if (etag != (known ? Tag(row.Version) : null))
        {
            throw new InconsistentStateException("The row has another version.", Tag(row.Version), etag);
        }

        _rows[key] = (JsonSerializer.Serialize(grainState.State), row.Version + 1);
        (grainState.ETag, grainState.RecordExists) = (Tag(row.Version + 1), true);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Pause;
        _rows.TryRemove(Key(stateName, grainId), out _);
        (grainState.State, grainState.ETag, grainState.RecordExists) = (default, null, false);
    }

    private static string Key(string stateName, GrainId grainId) => $"{stateName}:{grainId}";

    private static string Tag(int version) => version.ToString();
}

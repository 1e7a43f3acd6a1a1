using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Anchor.Grains;
using Orleans.Storage;

namespace Anchor.Storage.States;

/// <summary>
/// The storage provider <c>anchor</c>: every state is one row, its version is the ETag. States without a map of their
/// own go to the table <c>grain_state</c>.
/// </summary>
public sealed class SqlGrainStorage(
    IDatabase database,
    IEnumerable<RowMap> maps,
    JsonSerializerOptions json,
    FreshKeys fresh
) : IGrainStorage
{
    public const string Name = "anchor";

    private readonly FrozenDictionary<string, RowMap> _maps = maps.ToFrozenDictionary(
        map => map.StateName,
        StringComparer.Ordinal
    );
    private readonly ConcurrentDictionary<(string StateName, Type Type), RowMap> _plainMaps = new();

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var map = MapOf<T>(stateName);
        if (fresh.Take(grainId.Key.ToString()!))
        {
            Forget(grainState);
            return;
        }

        var stored = await database.FirstAsync(map.Select, map.Read, [.. map.KeyOf(grainId)]);
        if (stored is null)
        {
            Forget(grainState);
            return;
        }

        grainState.State = stored.State;
        grainState.ETag = stored.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var map = MapOf<T>(stateName);
        var key = map.KeyOf(grainId);
        var version = VersionOf(grainState);
        var operation = version is { } known
            ? map.Update(key, grainState.State!, known)
            : map.Insert(key, grainState.State!);
        await WriteAsync(stateName, grainId, operation);
        grainState.ETag = ((version ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var map = MapOf<T>(stateName);
        var key = map.KeyOf(grainId);
        if (VersionOf(grainState) is { } version)
        {
            await WriteAsync(stateName, grainId, map.Delete(key, version));
        }
        else if (await database.FirstAsync(map.Select, static row => row.GetInt64(0), [.. key]) is not 0)
        {
            throw Stale(stateName, grainId);
        }

        Forget(grainState);
    }

    private async Task WriteAsync(string stateName, GrainId grainId, RowOperation operation)
    {
        var result = await database.WriteAsync([operation]);
        if (!result.IsDurable)
        {
            throw Stale(stateName, grainId);
        }
    }

    private RowMap<T> MapOf<T>(string stateName)
    {
        var map = _maps.TryGetValue(stateName, out var own)
            ? own
            : _plainMaps.GetOrAdd((stateName, typeof(T)), static (key, json) => PlainMap<T>(key.StateName, json), json);
        return map as RowMap<T>
            ?? throw new InvalidOperationException(
                $"The state {stateName} is mapped for another type than {typeof(T)}"
            );
    }

    private static RowMap<T> PlainMap<T>(string stateName, JsonSerializerOptions json) =>
        new(
            stateName,
            "grain_state",
            ["grain_type", "grain_key", "state_name"],
            grain => [grain.Type.ToString()!, grain.Key.ToString()!, stateName],
            schemaVersion: 1,
            (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T)),
            columns: []
        );

    private static long? VersionOf<T>(IGrainState<T> grainState) =>
        string.IsNullOrEmpty(grainState.ETag) ? null : long.Parse(grainState.ETag, CultureInfo.InvariantCulture);

    private static void Forget<T>(IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static InconsistentStateException Stale(string stateName, GrainId grainId) =>
        new($"The state {stateName} of {grainId} is not the one that was read: another activation has written it.");
}

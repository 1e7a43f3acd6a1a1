using System.Collections.Concurrent;

namespace Anchor.Grains;

/// <summary>
/// Keys that this process has drawn at random a moment ago, so that no row can have them: the first activation of such a grain is spared the
/// look into the database. One that is told so wrongly loses nothing, as its first write only ever inserts.
/// </summary>
public sealed class FreshKeys
{
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);

    /// <summary>Holds until a grain of this key has been activated in this process, or until what is returned is disposed of.</summary>
    public IDisposable Announce(string key)
    {
        _keys[key] = true;
        return new Announcement(_keys, key);
    }

    /// <summary>Whether the key was announced; true once.</summary>
    public bool Take(string key) => _keys.TryRemove(key, out _);

    private sealed class Announcement(ConcurrentDictionary<string, bool> keys, string key) : IDisposable
    {
        public void Dispose() => keys.TryRemove(key, out _);
    }
}

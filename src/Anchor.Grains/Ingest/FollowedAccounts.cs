using System.Collections.Concurrent;

namespace Anchor.Grains.Ingest;

/// <summary>
/// Which accounts have a stored cursor. An account that was never read is read from the present on: whoever is told to pay to it before
/// that beginning is stored could pay unseen.
/// </summary>
public sealed class FollowedAccounts(IGrainFactory grains)
{
    // A cursor, once stored, stays: a later source begins where it stands.
    private readonly ConcurrentDictionary<string, bool> _followed = new(StringComparer.Ordinal);

    /// <summary>True once every later payment to the account is sure to be seen.</summary>
    public async ValueTask<bool> IncludeAsync(string account, CancellationToken cancellationToken)
    {
        if (_followed.ContainsKey(account))
        {
            return true;
        }

        var health = await grains.GetGrain<IIngestGrain>(account).GetHealthAsync(cancellationToken);
        if (health.Cursor is null)
        {
            return false;
        }

        _followed.TryAdd(account, true);
        return true;
    }
}

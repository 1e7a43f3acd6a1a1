using Anchor.Grains.Ports;

namespace Anchor.Storage.Settings;

/// <summary>What was used once, such as SEP-10 challenges; kept until it has expired by itself.</summary>
public sealed class SingleUseStore(IDatabase database, TimeProvider time) : ISingleUse
{
    private const string Table = "single_use";
    private const string Insert =
        "INSERT INTO single_use (purpose, value, until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    private const string Prune = "DELETE FROM single_use WHERE until < $1";
    private static readonly TimeSpan BetweenPrunings = TimeSpan.FromMinutes(10);
    private long _nextPruning = long.MinValue;

    public async Task<bool> TryUseAsync(
        string purpose,
        string value,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var use = RowOperation.Required(
            Table,
            $"{purpose}/{value}",
            Insert,
            purpose,
            value,
            until.ToUnixTimeMilliseconds()
        );
        var result = await database.WriteAsync(TakePruning() is { } prune ? [prune, use] : [use], cancellationToken);
        return result.IsDurable;
    }

    /// <summary>Every ten minutes one of the callers takes what has expired along.</summary>
    private RowOperation? TakePruning()
    {
        var now = time.GetUtcNow();
        var due = Interlocked.Read(ref _nextPruning);
        var next = (now + BetweenPrunings).ToUnixTimeMilliseconds();
        return now.ToUnixTimeMilliseconds() >= due && Interlocked.CompareExchange(ref _nextPruning, next, due) == due
            ? RowOperation.Optional(Table, "(expired)", Prune, now.ToUnixTimeMilliseconds())
            : null;
    }
}

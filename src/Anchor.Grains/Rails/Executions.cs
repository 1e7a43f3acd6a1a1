using Anchor.Domain.Transactions;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Rails;

/// <summary>
/// Has payments out made for somebody who waits for them. The transaction's own grain makes them, as always, so that no two callers
/// ever tell the rails at the same time.
/// </summary>
public sealed class Executions(IGrainFactory grains, IOptions<AnchorGrainOptions> options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The transaction once the rails have answered, or as it stands when their time is over: the payment out is then tried on without
    /// the caller. Null if no payment out was left to make.
    /// </summary>
    public async Task<AnchorTransaction?> ExecuteAsync(string transactionId, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<ITransactionGrain>(transactionId);
        var since = time.GetTimestamp();
        var current = (await grain.ApplyAsync(new ReleaseOutgoing(), cancellationToken)).Transaction;
        if (!IsAwaited(current))
        {
            return null;
        }

        for (var pause = FirstPause; IsAwaited(current) && time.GetElapsedTime(since) < options.Value.EffectTimeout; )
        {
            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            current = await grain.GetAsync(cancellationToken) ?? current;
        }

        return current;
    }

    /// <summary>Whether the rails have yet to say anything about the payment out.</summary>
    public static bool IsAwaited(AnchorTransaction transaction) =>
        transaction.Pending.Any(effect => effect.Kind == EffectKind.ExecuteOutgoing);
}

using System.Collections.Concurrent;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Rails;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Transactions;

/// <summary>
/// Performs the stored effects of transactions off their grains' turns, each try in bounded time, and sends the results back as commands.
/// An effect that keeps failing is left to the transaction's alarm; nothing here outlives the process, and nothing here need.
/// </summary>
public sealed class TransactionEffects(
    IGrainFactory grains,
    IBackground background,
    OutgoingEffect outgoing,
    LedgerEffects ledger,
    RailsQuestions questions,
    IRandom random,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<TransactionEffects> logger
)
{
    private const int Tries = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, byte> _running = new();

    /// <summary>Starts whatever is pending, need not wait to be asked for, and does not run in this process already.</summary>
    internal void Start(AnchorTransaction transaction)
    {
        foreach (var effect in transaction.Pending)
        {
            if (!effect.OnRequest && _running.TryAdd(effect.Id, 0))
            {
                background.Run(effect.Id, token => RunAsync(transaction, effect, token));
            }
        }
    }

    private async Task RunAsync(AnchorTransaction transaction, PendingEffect effect, CancellationToken stopping)
    {
        try
        {
            for (var attempt = 1; !await TryAsync(transaction, effect, attempt, stopping) && attempt < Tries; attempt++)
            {
                await Task.Delay(FirstPause * ((1 << attempt) * (0.5 + random.NewFraction())), time, stopping);
                if (await grains.GetGrain<ITransactionGrain>(transaction.Id).GetAsync(stopping) is not { } current)
                {
                    return;
                }

                if (current.Pending.FirstOrDefault(pending => pending.Id == effect.Id) is not { } still)
                {
                    return;
                }

                (transaction, effect) = (current, still);
            }
        }
        finally
        {
            _running.TryRemove(effect.Id, out _);
        }
    }

    /// <summary>True if the effect needs no further try by this process.</summary>
    private async Task<bool> TryAsync(
        AnchorTransaction transaction,
        PendingEffect effect,
        int attempt,
        CancellationToken stopping
    )
    {
        using var limit = new CancellationTokenSource(options.Value.EffectTimeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            return effect.Kind switch
            {
                EffectKind.ExecuteOutgoing => await outgoing.PerformAsync(transaction, effect, bounded.Token),
                EffectKind.AskRails => await questions.AskAsync(transaction, bounded.Token),
                EffectKind.CheckDestination => await ledger.CheckAsync(transaction, effect, bounded.Token),
                _ => await ledger.OrderAsync(transaction, effect, bounded.Token),
            };
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.EffectFailed(transaction.Id, effect.Kind, attempt, e);
            return false;
        }
    }
}

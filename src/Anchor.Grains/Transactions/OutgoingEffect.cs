using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Rails;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Transactions;

/// <summary>Tells the rails to pay a withdrawal out: at most one effect per key, whatever the rails can promise.</summary>
public sealed class OutgoingEffect(
    IGrainFactory grains,
    IMoneySteps steps,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<OutgoingEffect> logger,
    IRails? rails = null
)
{
    /// <summary>True if nothing is left to try now.</summary>
    internal async Task<bool> PerformAsync(
        AnchorTransaction transaction,
        PendingEffect effect,
        CancellationToken cancellationToken
    )
    {
        if (rails is null)
        {
            // Without rails the server runs and withdrawals wait; the next start may have some.
            return true;
        }

        var grain = grains.GetGrain<ITransactionGrain>(transaction.Id);
        if (rails.Guarantee != RailsGuarantee.DeduplicatesByKey)
        {
            if (effect.AttemptedAt is { } earlier)
            {
                if (rails.Guarantee == RailsGuarantee.None)
                {
                    logger.OutgoingUnknown(transaction.Id);
                    const string Reason =
                        "The payment out was tried and its outcome is not known. It must be looked up by a person.";
                    await grain.ApplyAsync(
                        new OutgoingAnswered(OutgoingState.Unknown, null, Reason),
                        cancellationToken
                    );
                    return true;
                }

                if (time.GetUtcNow() - earlier < options.Value.RailsSettleTime)
                {
                    // Too early: the lost try may still take effect.
                    return false;
                }

                if (await rails.FindOutgoingAsync(effect.Id, cancellationToken) is { } found)
                {
                    await grain.ApplyAsync(RailsAnswers.ToOutgoing(found), cancellationToken);
                    return true;
                }
            }

            var begun = await grain.ApplyAsync(new BeginOutgoing(effect.Id, effect.AttemptedAt), cancellationToken);
            if (!begun.Changed)
            {
                return true;
            }
        }

        var answer = await rails.ExecuteOutgoingAsync(transaction, effect.Id, cancellationToken);
        steps.Reached(MoneyStep.RailsTold);
        await grain.ApplyAsync(RailsAnswers.ToOutgoing(answer), cancellationToken);
        return true;
    }
}

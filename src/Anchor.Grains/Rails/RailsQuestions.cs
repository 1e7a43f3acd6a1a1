using System.Collections.Immutable;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Rails;

/// <summary>Asks the rails about transactions that wait for them, and takes the answers to the grains.</summary>
public sealed class RailsQuestions(
    IGrainFactory grains,
    RailsAnswers answers,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<RailsQuestions> logger,
    IRails? rails = null
)
{
    /// <summary>How much longer a business is waited for that should have stopped by now.</summary>
    private static readonly TimeSpan HeedsTheToken = TimeSpan.FromSeconds(1);

    /// <summary>Asks about a single transaction. True: there is nothing more to ask now.</summary>
    internal async Task<bool> AskAsync(AnchorTransaction transaction, CancellationToken cancellationToken)
    {
        if (rails is not null)
        {
            if (transaction.Kind == TransactionKind.Withdrawal && transaction.Status == TransactionStatus.OnHold)
            {
                await LookUpHeldAsync(transaction, cancellationToken);
            }
            else
            {
                return (await AskAsync(transaction.Kind, [transaction], cancellationToken)).Failed == 0;
            }
        }

        return true;
    }

    /// <summary>Asks about many of one kind; gives those that moved, and the number of answers that could not be taken to their grains.</summary>
    internal async Task<(ImmutableArray<PollMove> Moved, int Failed)> AskAsync(
        TransactionKind kind,
        ImmutableArray<AnchorTransaction> transactions,
        CancellationToken cancellationToken
    )
    {
        if (rails is null || transactions.IsEmpty)
        {
            return ([], 0);
        }

        var answered = await AnswersAsync(kind, transactions, cancellationToken);
        var taken = await Task.WhenAll(
            transactions
                .Where(transaction => answered.ContainsKey(transaction.Id))
                .Select(transaction => GuardAsync(transaction, answered[transaction.Id], cancellationToken))
        );
        return (
            [.. taken.Select(result => result.Move).OfType<PollMove>()],
            taken.Count(static result => result.HasFailed)
        );
    }

    /// <summary>An answer that its transaction cannot take now must not keep the others from theirs.</summary>
    private async Task<(PollMove? Move, bool HasFailed)> GuardAsync(
        AnchorTransaction transaction,
        RailsAnswer answer,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await TakeAsync(transaction, answer, cancellationToken), false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.AnswerNotTaken(transaction.Id, e);
            return (null, true);
        }
    }

    /// <summary>The time limit is the business' alone: what it has answered by then is still taken to the grains.</summary>
    private async Task<IReadOnlyDictionary<string, RailsAnswer>> AnswersAsync(
        TransactionKind kind,
        ImmutableArray<AnchorTransaction> transactions,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(options.Value.EffectTimeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var asked =
            kind == TransactionKind.Deposit
                ? rails!.PollDepositsAsync(transactions, bounded.Token)
                : rails!.PollOutgoingAsync(transactions, bounded.Token);
        return await asked.WaitAsync(options.Value.EffectTimeout + HeedsTheToken, time, cancellationToken);
    }

    private async Task LookUpHeldAsync(AnchorTransaction transaction, CancellationToken cancellationToken)
    {
        if (await rails!.FindOutgoingAsync($"{transaction.Id}/out", cancellationToken) is { } found)
        {
            await TakeAsync(transaction, found, cancellationToken);
        }
    }

    private async Task<PollMove?> TakeAsync(
        AnchorTransaction transaction,
        RailsAnswer answer,
        CancellationToken cancellationToken
    )
    {
        var command =
            transaction.Kind == TransactionKind.Deposit ? answers.ToDeposit(transaction, answer)
            : answer is RailsAnswer.PendingAnswer ? null
            : RailsAnswers.ToOutgoing(answer);
        if (command is null)
        {
            return null;
        }

        var outcome = await grains.GetGrain<ITransactionGrain>(transaction.Id).ApplyAsync(command, cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            logger.RailsAnswerRefused(transaction.Id, command.GetType().Name, refusal.Code, refusal.Detail);
        }

        return outcome.Changed ? new PollMove(transaction.Id, outcome.Transaction.Status) : null;
    }
}

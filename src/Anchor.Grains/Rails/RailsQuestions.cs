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
                await AskAsync(transaction.Kind, [transaction], cancellationToken);
            }
        }

        return true;
    }

    /// <summary>Asks about many of one kind; gives the number of transactions that moved.</summary>
    internal async Task<int> AskAsync(
        TransactionKind kind,
        ImmutableArray<AnchorTransaction> transactions,
        CancellationToken cancellationToken
    )
    {
        if (rails is null || transactions.IsEmpty)
        {
            return 0;
        }

        var answered = await AnswersAsync(kind, transactions, cancellationToken);
        var moves = transactions.Select(transaction =>
            answered.TryGetValue(transaction.Id, out var answer)
                ? TakeAsync(transaction, answer, cancellationToken)
                : Task.FromResult(false)
        );
        return (await Task.WhenAll(moves)).Count(moved => moved);
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

    private async Task<bool> TakeAsync(
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
            return false;
        }

        var outcome = await grains.GetGrain<ITransactionGrain>(transaction.Id).ApplyAsync(command, cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            logger.RailsAnswerRefused(transaction.Id, command.GetType().Name, refusal.Code, refusal.Detail);
        }

        return outcome.Changed;
    }
}

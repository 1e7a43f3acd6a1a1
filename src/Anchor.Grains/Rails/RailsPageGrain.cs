using System.Collections.Immutable;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Rails;

/// <summary>Stateless: a page is read from the rows, asked about in bounded time, and the answers go to the transactions' grains.</summary>
[GrainType("rails-page")]
[StatelessWorker(8)]
public sealed class RailsPageGrain(
    ITransactionIndex index,
    RailsQuestions questions,
    LedgerEffects ledger,
    Executions executions,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<RailsPageGrain> logger,
    IRails? rails = null
) : Grain, IRailsPageGrain
{
    private const int PageSize = 200;
    private const int LooksAtOnce = 8;

    private string Name => this.GetPrimaryKeyString();

    public async Task<PollPage> PollAsync(string? after, CancellationToken cancellationToken)
    {
        var (kind, statuses) = Name switch
        {
            RailsPolls.Deposits => (
                TransactionKind.Deposit,
                ImmutableArray.Create(TransactionStatus.PendingUserTransferStart, TransactionStatus.PendingExternal)
            ),
            RailsPolls.Outgoing => (TransactionKind.Withdrawal, [TransactionStatus.PendingExternal]),
            RailsPolls.Execute => (TransactionKind.Withdrawal, [TransactionStatus.PendingAnchor]),
            RailsPolls.Trustlines => (TransactionKind.Deposit, [TransactionStatus.PendingTrust]),
            RailsPolls.Payouts => (
                TransactionKind.Deposit,
                [TransactionStatus.PendingAnchor, TransactionStatus.PendingStellar]
            ),
            var other => throw new InvalidOperationException($"There is no poll named {other}."),
        };
        var page = await index.ListAsync(kind, statuses, after, PageSize, cancellationToken);
        var (moved, failed) = await WorkAsync(kind, page, cancellationToken);
        return new PollPage(
            page.Length,
            moved,
            failed,
            page.Length == PageSize ? page[^1].Id : null,
            HasRails: rails is not null || Name is RailsPolls.Trustlines or RailsPolls.Payouts
        );
    }

    private async Task<(ImmutableArray<PollMove> Moved, int Failed)> WorkAsync(
        TransactionKind kind,
        ImmutableArray<AnchorTransaction> page,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return Name switch
            {
                RailsPolls.Trustlines when page.IsEmpty || !await ledger.MayLookAsync(cancellationToken) => ([], 0),
                RailsPolls.Trustlines => await EachAsync(page, LooksAtOnce, LookAsync, cancellationToken),
                RailsPolls.Payouts => await EachAsync(page, PageSize, CallAsync, cancellationToken),
                RailsPolls.Execute when rails is null => ([], 0),
                RailsPolls.Execute => await EachAsync(page, PageSize, ExecuteAsync, cancellationToken),
                _ => await questions.AskAsync(kind, page, cancellationToken),
            };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The business or the ledger is not well: this page is asked again by the next round.
            logger.PollFailed(Name, page.Length, e);
            return ([], page.Length);
        }
    }

    /// <summary>One that cannot be worked on must not hide those behind it; together they have the time of one try.</summary>
    private async Task<(ImmutableArray<PollMove>, int)> EachAsync(
        ImmutableArray<AnchorTransaction> page,
        int atOnce,
        Func<AnchorTransaction, CancellationToken, Task<PollMove?>> work,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(options.Value.EffectTimeout * 1.5, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var moved = ImmutableArray.CreateBuilder<PollMove>();
        var failed = 0;
        foreach (var chunk in page.Chunk(atOnce))
        {
            var results = await Task.WhenAll(chunk.Select(GuardAsync));
            moved.AddRange(results.Select(result => result.Move).OfType<PollMove>());
            failed += results.Count(result => result.HasFailed);
        }

        return (moved.ToImmutable(), failed);

        async Task<(PollMove? Move, bool HasFailed)> GuardAsync(AnchorTransaction transaction)
        {
            try
            {
                return (await work(transaction, bounded.Token), false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.PollStepFailed(Name, transaction.Id, e);
                return (null, true);
            }
        }
    }

    private async Task<PollMove?> LookAsync(AnchorTransaction transaction, CancellationToken cancellationToken)
    {
        if (await ledger.LookAsync(transaction, cancellationToken) is not { } state)
        {
            return null;
        }

        var outcome = await GrainFactory
            .GetGrain<ITransactionGrain>(transaction.Id)
            .ApplyAsync(new DestinationChecked($"{transaction.Id}/trust", state), cancellationToken);
        return outcome.Changed ? new PollMove(transaction.Id, outcome.Transaction.Status) : null;
    }

    /// <summary>Being called is enough: the activation starts its pending effects.</summary>
    private async Task<PollMove?> CallAsync(AnchorTransaction transaction, CancellationToken cancellationToken) =>
        await GrainFactory.GetGrain<ITransactionGrain>(transaction.Id).GetAsync(cancellationToken) is { } current
            ? new PollMove(current.Id, current.Status)
            : null;

    private async Task<PollMove?> ExecuteAsync(AnchorTransaction transaction, CancellationToken cancellationToken) =>
        await executions.ExecuteAsync(transaction.Id, cancellationToken) is not { } executed ? null
        : Executions.IsAwaited(executed) ? throw new TimeoutException("The rails have not answered yet.")
        : new PollMove(executed.Id, executed.Status);
}

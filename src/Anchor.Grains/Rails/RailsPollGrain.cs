using System.Collections.Immutable;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Rails;

/// <summary>A timer for its interval, a reminder to come back after a crash, pages of a few hundred, each page with its own time limit.</summary>
[GrainType("rails-poll")]
public sealed class RailsPollGrain(
    ITransactionIndex index,
    RailsQuestions questions,
    LedgerEffects ledger,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<RailsPollGrain> logger
) : Grain, IRailsPollGrain, IRemindable
{
    private const int PageSize = 200;
    private const int LooksAtOnce = 8;
    private static readonly TimeSpan KeeperPeriod = TimeSpan.FromMinutes(1);

    private IGrainTimer? _timer;

    private TimeSpan? Interval =>
        this.GetPrimaryKeyString() switch
        {
            RailsPolls.Deposits => options.Value.DepositPollInterval,
            RailsPolls.Outgoing => options.Value.OutgoingPollInterval,
            RailsPolls.Trustlines => options.Value.TrustlinePollInterval,
            var other => throw new InvalidOperationException($"There is no poll named {other}."),
        };

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Interval is { } interval)
        {
            _timer ??= this.RegisterGrainTimer(
                PollAsync,
                new GrainTimerCreationOptions(interval, interval) { KeepAlive = true }
            );
            await this.RegisterOrUpdateReminder("keeper", KeeperPeriod, KeeperPeriod);
        }
        else if (await this.GetReminder("keeper") is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) =>
        _timer is null ? StartAsync(CancellationToken.None) : Task.CompletedTask;

    public async Task PollAsync(CancellationToken cancellationToken)
    {
        var (kind, statuses) = this.GetPrimaryKeyString() switch
        {
            RailsPolls.Deposits => (
                TransactionKind.Deposit,
                ImmutableArray.Create(TransactionStatus.PendingUserTransferStart, TransactionStatus.PendingExternal)
            ),
            RailsPolls.Outgoing => (TransactionKind.Withdrawal, [TransactionStatus.PendingExternal]),
            _ => (TransactionKind.Deposit, [TransactionStatus.PendingTrust]),
        };
        string? after = null;
        do
        {
            var page = await index.ListAsync(kind, statuses, after, PageSize, cancellationToken);
            await PollPageAsync(kind, page, cancellationToken);
            after = page.Length == PageSize ? page[^1].Id : null;
        } while (after is not null && !cancellationToken.IsCancellationRequested);
    }

    private async Task PollPageAsync(
        TransactionKind kind,
        ImmutableArray<AnchorTransaction> page,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(options.Value.EffectTimeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            if (this.GetPrimaryKeyString() == RailsPolls.Trustlines)
            {
                if (!page.IsEmpty && await ledger.MayLookAsync(bounded.Token))
                {
                    await LookAsync(page, bounded.Token);
                }
            }
            else
            {
                await questions.AskAsync(kind, page, cancellationToken);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The business or the ledger is not well: this page is asked again at the next tick.
            logger.PollFailed(this.GetPrimaryKeyString(), page.Length, e);
        }
    }

    private async Task LookAsync(ImmutableArray<AnchorTransaction> waiting, CancellationToken cancellationToken)
    {
        foreach (var chunk in waiting.Chunk(LooksAtOnce))
        {
            await Task.WhenAll(chunk.Select(transaction => LookAsync(transaction, cancellationToken)));
        }
    }

    private async Task LookAsync(AnchorTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            var state = await ledger.LookAsync(transaction, cancellationToken);
            await GrainFactory
                .GetGrain<ITransactionGrain>(transaction.Id)
                .ApplyAsync(new DestinationChecked($"{transaction.Id}/trust", state), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // One account that cannot be looked at must not hide those behind it.
            logger.LookFailed(transaction.Id, e);
        }
    }
}

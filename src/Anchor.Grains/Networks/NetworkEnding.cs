using System.Collections.Immutable;
using Anchor.Domain.Network;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ingest;
using Anchor.Grains.Payments;
using Anchor.Grains.Payouts;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Networks;

/// <summary>
/// Ends what hung on a network that is gone, page by page. Every page may be done twice: the machines take the second for a duplicate,
/// and how far it has come is stored only after the page.
/// </summary>
public sealed class NetworkEnding(
    IGrainFactory grains,
    ITransactionIndex index,
    IIngestStore payments,
    IPayoutStore payouts,
    IAssetCatalogue assets,
    LedgerEffects effects,
    TimeProvider time,
    ILogger<NetworkEnding> logger
)
{
    private const int PageSize = 200;
    private const int AtOnce = 16;
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TellingTakes = TimeSpan.FromMinutes(1);

    private static readonly ImmutableArray<TransactionStatus> Open =
    [
        .. Enum.GetValues<TransactionStatus>()
            .Where(status => status != TransactionStatus.None && !status.IsTerminal()),
    ];

    private INetworkGrain Network => grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar);

    /// <summary>Goes on from what is stored until all is done.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (
            await Network.GetAsync(cancellationToken)
                is { Condition: NetworkCondition.Resolving, Progress: { } progress }
        )
        {
            var page = progress.Stage switch
            {
                ResetStage.Payments => await SettleAsync(cancellationToken),
                ResetStage.Transactions => await TellPageAsync(progress.After, cancellationToken),
                ResetStage.Payouts => await EndPayoutsAsync(progress.After, cancellationToken),
                ResetStage.Cursors => await ReadOnAsync(cancellationToken),
                ResetStage.Reopening => await ReopenAsync(progress.After, cancellationToken),
                var other => throw new InvalidOperationException($"There is nothing to do in {other}."),
            };
            var to = page.After is null ? progress.Stage + 1 : progress.Stage;
            await Network.ApplyAsync(
                new AdvanceReset(progress.Stage, progress.After, to, page.After, page.Count),
                cancellationToken
            );
        }
    }

    /// <summary>What was stored before the reset did arrive. It must be a transaction's money before its transaction is told that the way back is gone.</summary>
    private async Task<Page> SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var account in assets.DistributionAccounts())
        {
            string? after = null;
            do
            {
                var page = await payments.UndecidedAsync(account, after, PageSize, cancellationToken);
                await EachAsync(
                    page,
                    id => id,
                    id => grains.GetGrain<IPaymentGrain>(id).SettleAsync(cancellationToken),
                    cancellationToken
                );
                after = page.Length == PageSize ? page[^1] : null;
            } while (after is not null);
        }

        return Page.Last(0);
    }

    /// <summary>
    /// The order matters: once every transaction is told, no refund of the old network's money is decided any more; and what was decided
    /// before is handed to the payer here, so that the next stage finds and ends it.
    /// </summary>
    private async Task<Page> TellPageAsync(string? after, CancellationToken cancellationToken)
    {
        var place = Place.Parse(after);
        var page = await index.ListAsync(place.Kind, Open, place.Id, PageSize, cancellationToken);
        await EachAsync(
            page,
            transaction => transaction.Id,
            transaction => TellAsync(transaction.Id, cancellationToken),
            cancellationToken
        );
        return place.Next(page, PageSize);
    }

    private async Task TellAsync(string id, CancellationToken cancellationToken)
    {
        var told = await grains.GetGrain<ITransactionGrain>(id).ApplyAsync(new NetworkReset(), cancellationToken);
        foreach (var effect in told.Transaction.Pending.Where(effect => effect.Kind.IsLedgerPayment()))
        {
            await effects.OrderAsync(told.Transaction, effect, cancellationToken);
        }
    }

    /// <summary>One account at a time, in pages of its payer; it is done with when every transaction knows how its payouts ended.</summary>
    private async Task<Page> EndPayoutsAsync(string? after, CancellationToken cancellationToken)
    {
        var owing = await payouts.AccountsAsync(cancellationToken);
        var account = assets
            .DistributionAccounts()
            .Union(owing, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(account => string.CompareOrdinal(account, after) > 0);
        if (account is null)
        {
            return Page.Last(0);
        }

        var ended = 0;
        var end = time.GetUtcNow() + TellingTakes;
        while (true)
        {
            var page = await grains.GetGrain<IPayoutGrain>(account).EndForResetAsync(PageSize, cancellationToken);
            ended += page.Ended;
            if (page.Untold == 0 && page.Ended == 0)
            {
                return new Page(account, ended);
            }

            if (page.Ended == 0)
            {
                if (time.GetUtcNow() > end)
                {
                    throw new TimeoutException($"{page.Untold} transactions of {account} could not be told yet.");
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task<Page> ReadOnAsync(CancellationToken cancellationToken)
    {
        foreach (var account in assets.DistributionAccounts())
        {
            await grains.GetGrain<IIngestGrain>(account).EnsureReaderAsync(cancellationToken);
        }

        return Page.Last(0);
    }

    /// <summary>Deposits that could not look at their destinations meanwhile do so now.</summary>
    private async Task<Page> ReopenAsync(string? after, CancellationToken cancellationToken)
    {
        if (after is null)
        {
            foreach (var account in assets.DistributionAccounts())
            {
                await grains.GetGrain<IPayoutGrain>(account).ReopenAsync(cancellationToken);
            }
        }

        var page = await index.ListAsync(
            TransactionKind.Deposit,
            [TransactionStatus.PendingAnchor],
            after,
            PageSize,
            cancellationToken
        );
        await EachAsync(
            page,
            transaction => transaction.Id,
            transaction => grains.GetGrain<ITransactionGrain>(transaction.Id).ApplyAsync(new Wake(), cancellationToken),
            cancellationToken
        );
        return page.Length == PageSize ? new Page(page[^1].Id, 0) : Page.Last(0);
    }

    private async Task EachAsync<T>(
        ImmutableArray<T> items,
        Func<T, string> name,
        Func<T, Task> work,
        CancellationToken cancellationToken
    )
    {
        foreach (var chunk in items.Chunk(AtOnce))
        {
            await Task.WhenAll(chunk.Select(item => TryAsync(name(item), () => work(item), cancellationToken)));
        }
    }

    /// <summary>One that fails again and again is set aside and reported: it must not keep all others from going on.</summary>
    private async Task TryAsync(string name, Func<Task> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt == Tries)
                {
                    logger.NetworkEndingSkipped(name, e);
                    return;
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>How far a stage has come; null: it is done.</summary>
    private sealed record Page(string? After, int Count)
    {
        public static Page Last(int count) => new(null, count);
    }

    /// <summary>A place in the list of all open transactions: the deposits, then the withdrawals, each by their ids.</summary>
    private sealed record Place(TransactionKind Kind, string? Id)
    {
        public static Place Parse(string? text) =>
            text?.Split('/', 2) is not [var kind, var id] ? new(TransactionKind.Deposit, null)
            : kind == TransactionKind.Deposit.WireName() ? new(TransactionKind.Deposit, id)
            : new(TransactionKind.Withdrawal, id);

        public Page Next(ImmutableArray<AnchorTransaction> page, int pageSize) =>
            page.Length == pageSize ? new($"{Kind.WireName()}/{page[^1].Id}", page.Length)
            : Kind == TransactionKind.Deposit ? new($"{TransactionKind.Withdrawal.WireName()}/", page.Length)
            : Page.Last(page.Length);
    }
}

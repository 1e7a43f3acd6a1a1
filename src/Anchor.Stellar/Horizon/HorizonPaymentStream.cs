using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Anchor.Stellar.Horizon;

/// <summary>Follows the payments of an account for ever, through every fault of the line and of Horizon.</summary>
/// <param name="client">The Horizon to follow.</param>
/// <param name="nextRandom">Evenly from 0 to 1, for the pauses.</param>
/// <param name="logger">Told of every fault and of every record set aside.</param>
public sealed class HorizonPaymentStream(
    HorizonClient client,
    Func<double> nextRandom,
    ILogger<HorizonPaymentStream> logger
)
{
    private readonly HorizonOptions _options = client.Options;

    /// <summary>
    /// Yields every payment after the cursor once, in order, in pages of at most 200: store a page and its cursor in one
    /// commit before asking for the next. Reads pages until caught up, then the event stream, again after each fault.
    /// </summary>
    /// <remarks>
    /// A cursor that does not fit throws <see cref="HorizonCursorException"/>: since a Horizon of today answers a cursor
    /// before its history with what is left of it, silently, each connection first compares the cursor with the root.
    /// </remarks>
    /// <param name="account">The account.</param>
    /// <param name="cursor">The last place that was stored; <see cref="HorizonCursor.Start"/> for all that Horizon still has.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public IAsyncEnumerable<PaymentPage> StreamPaymentsAsync(
        string account,
        long cursor,
        CancellationToken cancellationToken = default
    ) => StreamPaymentsAsync(account, cursor, static _ => Task.CompletedTask, cancellationToken);

    /// <summary>As above, with a check of one's own before each connection: what it throws ends the stream.</summary>
    public async IAsyncEnumerable<PaymentPage> StreamPaymentsAsync(
        string account,
        long cursor,
        Func<CancellationToken, Task> check,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var backoff = new HorizonBackoff(_options, nextRandom);
        var fault = default(HorizonException);
        var catchUp = true;
        while (true)
        {
            var quiet = true;
            var pages = ReadOnceAsync(account, cursor, check, catchUp, backoff, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            await using (pages)
            {
                while (true)
                {
                    try
                    {
                        fault = null;
                        if (!await pages.MoveNextAsync())
                        {
                            break;
                        }
                    }
                    catch (HorizonException e) when (e.Status == HttpStatusCode.Gone)
                    {
                        throw new HorizonCursorException(HorizonCursorFault.BeforeHistory, cursor, e.Message);
                    }
                    catch (HorizonException e) when (e.Status != HttpStatusCode.BadRequest)
                    {
                        fault = e;
                        break;
                    }

                    quiet = false;
                    backoff.Reset();
                    Report(account, pages.Current.Events);
                    cursor = pages.Current.Cursor;
                    yield return pages.Current;
                }
            }

            catchUp = fault is not null;
            client.Metrics.Reconnected(fault?.Failure.ToString() ?? "Closed");
            var pause = _options.ReconnectPause;
            if (fault is not null)
            {
                pause = backoff.Next(fault.RetryAfter);
                logger.PaymentsStopped(account, cursor, fault.Message, pause);
            }
            else if (quiet)
            {
                // A Horizon that closes every stream at once must not be asked without pause.
                pause = backoff.Next(null);
            }

            await Task.Delay(pause, client.Time, cancellationToken);
        }
    }

    private async IAsyncEnumerable<PaymentPage> ReadOnceAsync(
        string account,
        long cursor,
        Func<CancellationToken, Task> check,
        bool catchUp,
        HorizonBackoff backoff,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await check(cancellationToken);
        EnsureFits(await client.GetRootAsync(cancellationToken), cursor);
        while (catchUp && await PageAfterAsync(account, cursor, cancellationToken) is { } page)
        {
            cursor = page.Cursor;
            yield return page;
            catchUp = page.Events.Length == _options.PageSize;
        }

        var path = HorizonClient.PaymentsPath(account, cursor, PageOrder.Ascending, _options.PageSize, join: true);
        using var response = await client.Transport.OpenStreamAsync(path, cursor, cancellationToken);
        backoff.Reset();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var connection = new PaymentConnection(body, _options, client.Time);
        await foreach (var page in connection.ReadAsync(cursor, cancellationToken))
        {
            yield return page;
        }
    }

    /// <summary>Null if nothing is left, or if the page cannot be taken apart: the event stream brings its records one by one.</summary>
    private async Task<PaymentPage?> PageAfterAsync(string account, long cursor, CancellationToken cancellationToken)
    {
        try
        {
            var page = await client.GetPaymentsAsync(
                account,
                cursor,
                PageOrder.Ascending,
                _options.PageSize,
                join: true,
                cancellationToken
            );
            var news = page.Events.RemoveAll(e => e.Place <= cursor);
            return news.IsEmpty ? null : page with { Events = news };
        }
        catch (HorizonException e) when (e.Failure == HorizonFailure.Unreadable)
        {
            logger.PageUnreadable(account, cursor);
            return null;
        }
    }

    private void EnsureFits(HorizonRoot root, long cursor)
    {
        if (root.NetworkPassphrase != _options.NetworkPassphrase)
        {
            throw Misfit(HorizonCursorFault.OtherNetwork, $"Horizon is on the network \"{root.NetworkPassphrase}\"");
        }

        if (HorizonCursor.LedgerOf(cursor) > root.HistoryLatestLedger + _options.CursorLead)
        {
            throw Misfit(
                HorizonCursorFault.AheadOfNetwork,
                $"the cursor {cursor} is of ledger {HorizonCursor.LedgerOf(cursor)}, the network is at {root.HistoryLatestLedger}"
            );
        }

        if (cursor != HorizonCursor.Start && cursor < HorizonCursor.AfterLedger(root.HistoryElderLedger - 1))
        {
            throw Misfit(
                HorizonCursorFault.BeforeHistory,
                $"the cursor {cursor} is of ledger {HorizonCursor.LedgerOf(cursor)}, the history begins at {root.HistoryElderLedger}"
            );
        }

        HorizonCursorException Misfit(HorizonCursorFault fault, string message) => new(fault, cursor, message);
    }

    private void Report(string account, ImmutableArray<PaymentEvent> events)
    {
        foreach (var poisoned in events.OfType<PoisonedRecord>())
        {
            logger.RecordSetAside(account, poisoned.Id, poisoned.Reason);
            client.Metrics.SetAside(1);
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Anchor.Domain.Payments;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.Logging;

namespace Anchor.Ledgers.Readers;

/// <summary>Follows one account's payments and hands every page, with the cursor after it, to the owner of the source's cursor.</summary>
public sealed class StellarReader(
    IPageOwner pages,
    HorizonClient horizon,
    HorizonPaymentStream stream,
    TimeProvider time,
    ILogger<StellarReader> logger
)
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Reads until it is stopped, replaced by a later epoch, or the cursor does not fit the network.</summary>
    public async Task ReadAsync(string source, long epoch, string? cursor, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var heartbeat = BeatAsync(source, epoch, ended);
        try
        {
            var position = await BeginAsync(source, epoch, cursor, ended.Token);
            while (!ended.IsCancellationRequested && position is { } from)
            {
                position = await FollowAsync(source, epoch, from, ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Stopped or replaced.
        }
        finally
        {
            await ended.CancelAsync();
            await heartbeat;
        }
    }

    /// <summary>Where to read from. A source that was never read begins at the present, which is stored before anything else happens.</summary>
    private async Task<long?> BeginAsync(string source, long epoch, string? cursor, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                if (cursor is not null)
                {
                    return long.Parse(cursor, CultureInfo.InvariantCulture);
                }

                var now = HorizonCursor.AfterLedger((await horizon.GetRootAsync(stopping)).HistoryLatestLedger);
                return await pages.AppendAsync(source, epoch, [], Text(now), stopping) ? now : null;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                await PauseAsync(source, e, stopping);
            }
        }
    }

    /// <summary>Gives the cursor to go on from after a fault, or null if there is nothing to go on with.</summary>
    private async Task<long?> FollowAsync(string source, long epoch, long position, CancellationToken stopping)
    {
        try
        {
            await foreach (var page in stream.StreamPaymentsAsync(source, position, EnsureKnownAsync, stopping))
            {
                var payments = await ReadAsync(page, source, stopping);
                if (!await pages.AppendAsync(source, epoch, payments, Text(page.Cursor), stopping))
                {
                    return null;
                }

                position = page.Cursor;
            }

            return position;
        }
        catch (HorizonCursorException e)
        {
            await pages.ReportAsync(source, epoch, null, e.Message, stopping);
            return null;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            await PauseAsync(source, e, stopping);
            return position;
        }
    }

    /// <summary>A network that was reset may have grown past the cursor: then the cursor fits, and means something else.</summary>
    private async Task EnsureKnownAsync(CancellationToken stopping)
    {
        if (await pages.FindResetAsync(stopping) is { } reason)
        {
            throw new HorizonCursorException(HorizonCursorFault.NetworkReset, HorizonCursor.Start, reason);
        }
    }

    private async Task<ImmutableArray<IncomingPayment>> ReadAsync(
        PaymentPage page,
        string source,
        CancellationToken stopping
    )
    {
        var rows = ImmutableArray.CreateBuilder<IncomingPayment>();
        foreach (var item in page.Events)
        {
            switch (item)
            {
                case PaymentRecord record:
                    var merged =
                        record is { Kind: PaymentKind.AccountMerge, TransactionSuccessful: true }
                        && record.To?.Account == source
                            ? await horizon.GetMergedAmountAsync(record, stopping)
                            : null;
                    rows.AddRange(PaymentMapping.Incoming(record, source, merged));
                    break;
                case PoisonedRecord poisoned:
                    rows.Add(PaymentMapping.SetAside(poisoned, source, time.GetUtcNow()));
                    break;
            }
        }

        return rows.ToImmutable();
    }

    private async Task BeatAsync(string source, long epoch, CancellationTokenSource ended)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pages.Heartbeat, time, ended.Token);
                if (!await pages.ReportAsync(source, epoch, horizon.Clock.Latest?.ClosedAt, null, ended.Token))
                {
                    await ended.CancelAsync();
                }
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.HeartbeatFailed(e);
            }
        }
    }

    private Task PauseAsync(string source, Exception fault, CancellationToken stopping)
    {
        logger.ReadingFailed(source, fault);
        return Task.Delay(PauseAfterFault, time, stopping);
    }

    private static string Text(long cursor) => cursor.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using System.Globalization;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Grains.Ingest;
using Anchor.Grains.Networks;
using Anchor.Grains.Ports;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.Logging;

namespace Anchor.Ledgers.Readers;

/// <summary>Follows one account's payments and hands every page, with the cursor after it, to the source's grain.</summary>
public sealed class StellarReader(
    IGrainFactory grains,
    HorizonClient horizon,
    HorizonPaymentStream stream,
    NetworkWatch network,
    TimeProvider time,
    ILogger<StellarReader> logger
)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Reads until it is stopped, replaced by a later epoch, or the cursor does not fit the network.</summary>
    public async Task ReadAsync(string source, long epoch, string? cursor, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var grain = grains.GetGrain<IIngestGrain>(source);
        var heartbeat = BeatAsync(grain, epoch, ended);
        try
        {
            var position = await BeginAsync(grain, epoch, cursor, ended.Token);
            while (!ended.IsCancellationRequested && position is { } from)
            {
                position = await FollowAsync(grain, source, epoch, from, ended.Token);
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
    private async Task<long?> BeginAsync(IIngestGrain grain, long epoch, string? cursor, CancellationToken stopping)
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
                return await grain.AppendAsync(epoch, [], Text(now), stopping) ? now : null;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                await PauseAsync(grain, e, stopping);
            }
        }
    }

    /// <summary>Gives the cursor to go on from after a fault, or null if there is nothing to go on with.</summary>
    private async Task<long?> FollowAsync(
        IIngestGrain grain,
        string source,
        long epoch,
        long position,
        CancellationToken stopping
    )
    {
        try
        {
            await foreach (var page in stream.StreamPaymentsAsync(source, position, EnsureKnownAsync, stopping))
            {
                var payments = await ReadAsync(page, source, stopping);
                if (!await grain.AppendAsync(epoch, payments, Text(page.Cursor), stopping))
                {
                    return null;
                }

                position = page.Cursor;
            }

            return position;
        }
        catch (HorizonCursorException e)
        {
            await grain.ReportAsync(epoch, null, e.Message, stopping);
            return null;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            await PauseAsync(grain, e, stopping);
            return position;
        }
    }

    /// <summary>A network that was reset may have grown past the cursor: then the cursor fits, and means something else.</summary>
    private async Task EnsureKnownAsync(CancellationToken stopping)
    {
        var view = await network.LookAsync(TimeSpan.Zero, stopping);
        if (view.State.Condition == NetworkCondition.Reset || view.Sight.Verdict == NetworkVerdict.Other)
        {
            throw new HorizonCursorException(
                HorizonCursorFault.NetworkReset,
                HorizonCursor.Start,
                view.State.Alarm ?? $"The network was reset: {view.Sight.Reason}."
            );
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

    private async Task BeatAsync(IIngestGrain grain, long epoch, CancellationTokenSource ended)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Heartbeat, time, ended.Token);
                if (!await grain.ReportAsync(epoch, horizon.Clock.Latest?.ClosedAt, null, ended.Token))
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

    private Task PauseAsync(IIngestGrain grain, Exception fault, CancellationToken stopping)
    {
        logger.ReadingFailed(grain.GetPrimaryKeyString(), fault);
        return Task.Delay(PauseAfterFault, time, stopping);
    }

    private static string Text(long cursor) => cursor.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Concurrent;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Networks;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Payouts;

/// <summary>
/// The outside work of payouts, off their grain's turns: signing, sending stored bytes until their fate is proved, telling the
/// transaction. Everything it learns goes back to the grain as a report; it decides nothing.
/// </summary>
public sealed class PayoutDriver(
    IGrainFactory grains,
    ILedger ledger,
    NetworkWatch network,
    IBackground background,
    IMoneySteps steps,
    IRandom random,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<PayoutDriver> logger
)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PrepareAgain = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, byte> _running = new();

    /// <summary>Signs an envelope for the payout on the channel, sends nothing.</summary>
    internal void Prepare(Payout payout, string channel) =>
        RunOnce(
            $"{payout.Order.PurposeId} prepare",
            payout.Order.PurposeId,
            async token =>
            {
                if (!await IsOpenAsync(token))
                {
                    // Whoever opens the network again has everything started anew, from what is stored then.
                    return true;
                }

                PayoutCommand report;
                try
                {
                    report = ToReport(await ledger.PrepareAsync(payout.Order, channel, token));
                }
                catch (Exception e) when (e is not InvalidOperationException && !token.IsCancellationRequested)
                {
                    logger.PayoutStepFailed(payout.Order.PurposeId, e);
                    report = new PostponePayout(e.Message, PrepareAgain);
                }

                await ReportAsync(payout, report, token);
                return true;
            }
        );

    private PayoutCommand ToReport(PrepareOutcome outcome)
    {
        switch (outcome)
        {
            case PrepareOutcome.Ready ready:
                steps.Reached(MoneyStep.EnvelopeSigned);
                return new RecordEnvelope(ready.Envelope);
            case PrepareOutcome.Never never:
                return new RefusePayout(never.End);
            case PrepareOutcome.NotNow notNow:
                return new PostponePayout(notNow.Reason, PrepareAgain);
            default:
                throw new InvalidOperationException($"No report for {outcome}.");
        }
    }

    /// <summary>Sends the stored bytes, the same ones again and again, until it is proved what became of them.</summary>
    internal void Drive(Payout payout) =>
        RunOnce(
            $"{payout.Order.PurposeId} drive {payout.Signed!.Hash}",
            payout.Order.PurposeId,
            async token =>
            {
                var envelope = payout.Signed;
                if (
                    !await IsOpenAsync(token)
                    || !await grains
                        .GetGrain<IPayoutGrain>(payout.Order.Account)
                        .IsInFlightAsync(payout.Order.PurposeId, envelope.Hash, token)
                )
                {
                    // It may have been ended while this paused: its bytes must not reach the network that came after.
                    return true;
                }

                var fate = await ledger.DriveAsync(envelope, token);
                steps.Reached(MoneyStep.EnvelopeSent);
                if (fate is EnvelopeFate.Dead && !await IsProvedAsync(token))
                {
                    return false;
                }

                PayoutCommand? report = fate switch
                {
                    EnvelopeFate.Applied => new EnvelopeApplied(envelope.Hash),
                    EnvelopeFate.Dead { End: { } end } => new EnvelopeRefused(envelope.Hash, end),
                    EnvelopeFate.Dead dead => new EnvelopeDead(envelope.Hash, dead.Reason, PauseAfter(payout.Attempts)),
                    _ => null,
                };
                if (report is null)
                {
                    return false;
                }

                await ReportAsync(payout, report, token);
                return true;
            }
        );

    /// <summary>Tells the transaction how its payment ended.</summary>
    internal void Tell(Payout payout) =>
        RunOnce(
            $"{payout.Order.PurposeId} tell",
            payout.Order.PurposeId,
            async token =>
            {
                if (payout.Order.TransactionId is { } transactionId)
                {
                    await grains
                        .GetGrain<ITransactionGrain>(transactionId)
                        .ApplyAsync(new PayoutEnded(payout.Order.PurposeId, payout.End!), token);
                }

                await ReportAsync(payout, new TransactionTold(), token);
                return true;
            }
        );

    /// <summary>Finds out which channel accounts of the distribution account exist.</summary>
    internal void LookForChannels(string account) =>
        RunOnce(
            $"{account} channels",
            account,
            async token =>
            {
                var wanted = ledger.ChannelsOf(account, options.Value.Channels);
                var look = await network.LookAsync(NetworkWatch.Recent, token);
                if (!look.IsOpen)
                {
                    return true;
                }

                var open = wanted.IsEmpty ? [] : await ledger.ExistingAsync(wanted, token);
                await grains.GetGrain<IPayoutGrain>(account).UseChannelsAsync(look.State.Era, open, token);
                return true;
            }
        );

    private async Task<bool> IsOpenAsync(CancellationToken token) =>
        (await network.LookAsync(NetworkWatch.Recent, token)).IsOpen;

    /// <summary>On a network that began anew every old envelope looks dead: its time has passed and its hash is not found.</summary>
    private async Task<bool> IsProvedAsync(CancellationToken token) =>
        (await network.LookAsync(TimeSpan.Zero, token)).IsProved;

    private Task ReportAsync(Payout payout, PayoutCommand report, CancellationToken token) =>
        grains.GetGrain<IPayoutGrain>(payout.Order.Account).ReportAsync(payout.Order.PurposeId, report, token);

    private void RunOnce(string name, string purposeId, Func<CancellationToken, Task<bool>> step)
    {
        if (_running.TryAdd(name, 0))
        {
            background.Run(name, token => RepeatAsync(name, purposeId, step, token));
        }
    }

    private async Task RepeatAsync(
        string name,
        string purposeId,
        Func<CancellationToken, Task<bool>> step,
        CancellationToken stopping
    )
    {
        try
        {
            for (var attempt = 0; !await TryAsync(purposeId, step, stopping); attempt++)
            {
                var pause = FirstPause * (1 << Math.Min(attempt, 6));
                await Task.Delay(
                    (pause < LongestPause ? pause : LongestPause) * (0.5 + random.NewFraction()),
                    time,
                    stopping
                );
            }
        }
        finally
        {
            _running.TryRemove(name, out _);
        }
    }

    private async Task<bool> TryAsync(
        string purposeId,
        Func<CancellationToken, Task<bool>> step,
        CancellationToken stopping
    )
    {
        using var limit = new CancellationTokenSource(options.Value.EffectTimeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            return await step(bounded.Token);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.PayoutStepFailed(purposeId, e);
            return false;
        }
    }

    private static TimeSpan PauseAfter(int attempts) => TimeSpan.FromSeconds(Math.Min(300, 1 << Math.Min(attempts, 8)));
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Anchor.Domain.Workers;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Workers;

/// <summary>
/// The outside work of workers' accounts, off their grains' turns: trying and signing, sending stored bytes, watching what becomes of them,
/// signing dearer ones. Everything it learns goes back to the grain as a report; it decides nothing.
/// </summary>
public sealed class WorkerDriver(
    IGrainFactory grains,
    IWorkerLedger ledger,
    IBackground background,
    IMoneySteps steps,
    IOptions<WorkerOptions> options,
    TimeProvider time,
    ILogger<WorkerDriver> logger
)
{
    private readonly ConcurrentDictionary<string, byte> _running = new(StringComparer.Ordinal);

    /// <summary>Signs the order, sends nothing. One at a time for each account: they take their nonces one after the other.</summary>
    internal void Prepare(WorkerTransaction transaction, long? nextNonce, ImmutableArray<WorkerTransaction> inFlight) =>
        RunOnce(
            $"{transaction.Order.Account} prepare",
            transaction.Order.Account,
            async token =>
            {
                WorkerCommand report;
                try
                {
                    report = ToReport(
                        await BoundAsync(
                            limited => ledger.PrepareAsync(transaction.Order, nextNonce, inFlight, limited),
                            token
                        )
                    );
                }
                catch (Exception e) when (!token.IsCancellationRequested)
                {
                    logger.WorkerStepFailed(transaction.Order.Account, e);
                    report = new PostponeTransaction(e.Message, options.Value.PrepareAgain);
                }

                await TryAsync(
                    transaction.Order.Account,
                    _ => GrainOf(transaction.Order.Account).ReportAsync(transaction.Order.OrderId, report, token),
                    token
                );
                return () => GrainOf(transaction.Order.Account).ContinueAsync(token);
            }
        );

    /// <summary>Hands stored bytes to the chain; the watch does it again until the chain knows them.</summary>
    internal void Send(string account, string raw) =>
        background.Run(
            $"{account} send",
            token => TryAsync(account, limited => SendAsync(account, raw, limited), token)
        );

    /// <summary>Looks at the account once, for its balance.</summary>
    internal void Look(string account) =>
        RunOnce(
            $"{account} look",
            account,
            async token =>
            {
                await TryAsync(
                    account,
                    async limited =>
                    {
                        var sight = await ledger.LookAsync(account, [], limited);
                        await GrainOf(account).SeenAsync(LookOf(sight), limited);
                    },
                    token
                );
                return null;
            }
        );

    /// <summary>Watches what the account has in flight until there is nothing left.</summary>
    internal void Watch(string account) =>
        RunOnce(
            $"{account} watch",
            account,
            async token =>
            {
                while (true)
                {
                    var inFlight = await TryAsync(account, limited => RoundAsync(account, limited), token);
                    if (inFlight == 0)
                    {
                        return () => GrainOf(account).ContinueAsync(token);
                    }

                    await Task.Delay(options.Value.LookInterval, time, token);
                }
            }
        );

    private async Task<int?> RoundAsync(string account, CancellationToken token)
    {
        var grain = GrainOf(account);
        var inFlight = await grain.GetInFlightAsync(token);
        if (inFlight.IsEmpty)
        {
            return 0;
        }

        var sight = await ledger.LookAsync(account, inFlight, token);
        foreach (var (transaction, standing) in inFlight.Zip(sight.Transactions))
        {
            await FollowAsync(grain, transaction, standing, sight, token);
        }

        await grain.SeenAsync(LookOf(sight), token);
        return inFlight.Length;
    }

    private async Task FollowAsync(
        IWorkerAccountGrain grain,
        WorkerTransaction transaction,
        Standing standing,
        WorkerSight sight,
        CancellationToken token
    )
    {
        switch (standing)
        {
            case Standing.Final final:
                await grain.ReportAsync(transaction.Order.OrderId, new EndTransaction(final.End), token);
                break;
            case Standing.Missing:
                await grain.ReportAsync(transaction.Order.OrderId, new MissTransaction(sight.Height), token);
                break;
            case Standing.Unknown:
                if (await SendAsync(transaction.Order.Account, transaction.Attempts[^1].Raw, token) is { } refusal)
                {
                    var trouble = new PostponeTransaction(refusal, TimeSpan.Zero);
                    await grain.ReportAsync(transaction.Order.OrderId, trouble, token);
                }

                await ReplaceAsync(grain, transaction, sight, token);
                break;
            case Standing.Waiting:
                await ReplaceAsync(grain, transaction, sight, token);
                break;
        }
    }

    /// <summary>Only the next in line: what stands behind it waits for it, not for its fee.</summary>
    private async Task ReplaceAsync(
        IWorkerAccountGrain grain,
        WorkerTransaction transaction,
        WorkerSight sight,
        CancellationToken token
    )
    {
        if (
            transaction.Nonce != sight.Count
            || time.GetUtcNow() - transaction.Attempts[^1].SignedAt < options.Value.ReplaceAfter
            || await ledger.ReplaceAsync(transaction, token) is not { } dearer
        )
        {
            return;
        }

        logger.WorkerReplaced(transaction.Order.Account, transaction.Nonce, dearer.Hash);
        await grain.ReportAsync(transaction.Order.OrderId, new RecordReplacement(dearer), token);
    }

    private async Task<string?> SendAsync(string account, string raw, CancellationToken token)
    {
        var refusal = await ledger.SendAsync(account, raw, token);
        if (refusal is not null)
        {
            logger.WorkerSendRefused(account, refusal);
        }

        steps.Reached(MoneyStep.EnvelopeSent);
        return refusal;
    }

    private WorkerCommand ToReport(WorkerPrepared prepared)
    {
        switch (prepared)
        {
            case WorkerPrepared.Ready ready:
                steps.Reached(MoneyStep.EnvelopeSigned);
                return new RecordAttempt(ready.Nonce, ready.Attempt);
            case WorkerPrepared.WouldFail would:
                return new RefuseTransaction(would.Reason);
            case WorkerPrepared.CannotPay cannot:
                return new MissFunds(cannot.Reason);
            default:
                throw new InvalidOperationException($"No report for {prepared}.");
        }
    }

    private IWorkerAccountGrain GrainOf(string account) => grains.GetGrain<IWorkerAccountGrain>(account);

    private static WorkerLook LookOf(WorkerSight sight) => new(sight.Height, sight.Count, sight.Balance);

    /// <summary>Runs it unless it runs already. What it gives back is done when it counts as ended, and may have it start again.</summary>
    private void RunOnce(string name, string account, Func<CancellationToken, Task<Func<Task>?>> work)
    {
        if (!_running.TryAdd(name, 0))
        {
            return;
        }

        background.Run(
            name,
            async token =>
            {
                Func<Task>? after = null;
                try
                {
                    after = await work(token);
                }
                catch (Exception e) when (!token.IsCancellationRequested)
                {
                    logger.WorkerStepFailed(account, e);
                }
                finally
                {
                    _running.TryRemove(name, out _);
                }

                if (after is not null)
                {
                    await TryAsync(account, _ => after(), token);
                }
            }
        );
    }

    private async Task TryAsync(string account, Func<CancellationToken, Task> step, CancellationToken stopping) =>
        await TryAsync<int?>(
            account,
            async limited =>
            {
                await step(limited);
                return null;
            },
            stopping
        );

    /// <summary>Null if it failed.</summary>
    private async Task<T?> TryAsync<T>(
        string account,
        Func<CancellationToken, Task<T?>> step,
        CancellationToken stopping
    )
    {
        try
        {
            return await BoundAsync(step, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.WorkerStepFailed(account, e);
            return default;
        }
    }

    private async Task<T> BoundAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(options.Value.EffectTimeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        return await step(bounded.Token);
    }
}

using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Workers;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Workers;

/// <summary>
/// The shell of <see cref="WorkerMachine"/> for all orders of one account. It gives out nonces, one order at a time, in one commit with the
/// signed bytes; <see cref="WorkerDriver"/> does the outside work.
/// </summary>
[GrainType("worker-account")]
public sealed partial class WorkerAccountGrain(
    IWorkerStore store,
    WorkerDriver driver,
    IMoneySteps steps,
    IOptions<WorkerOptions> options,
    TimeProvider time,
    ILogger<WorkerAccountGrain> logger
) : Grain, IWorkerAccountGrain, IRemindable
{
    private static readonly TimeSpan KeeperPeriod = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, StoredWorkerTransaction> _open = [];
    private StoredWorkerAccount _account = null!;
    private IGrainTimer? _pauseTimer;
    private WorkerLook? _seen;
    private string? _trouble;
    private bool _lost;
    private bool _kept;

    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _account = await store.ReadAsync(Key, cancellationToken);
        foreach (var stored in await store.OpenAsync(Key, cancellationToken))
        {
            Remember(stored);
        }

        Advance();
    }

    public async Task<Refusal?> OrderAsync(WorkerOrder order, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        if (order.Account != Key)
        {
            return new Refusal("wrong_account", $"{order.Account} is not {Key}.");
        }

        var stored =
            await FindStoredAsync(order.OrderId, cancellationToken)
            ?? new StoredWorkerTransaction(new WorkerTransaction(), 0);
        var refusal = await DecideAsync(stored, new OrderTransaction(order), cancellationToken);
        if (refusal is null)
        {
            await KeepAsync();
            Advance();
        }

        return refusal;
    }

    public async Task<WorkerTransaction?> FindAsync(string orderId, CancellationToken cancellationToken) =>
        (await FindStoredAsync(orderId, cancellationToken))?.Transaction is { } found && found.Order.Account == Key
            ? found
            : null;

    public async Task ReportAsync(string orderId, WorkerCommand command, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        if (
            await FindStoredAsync(orderId, cancellationToken) is { } stored
            && await DecideAsync(stored, command, cancellationToken) is { } refusal
        )
        {
            logger.WorkerCommandRefused(orderId, command.GetType().Name, refusal.Code, refusal.Detail);
        }

        Advance();
    }

    public Task<ImmutableArray<WorkerTransaction>> GetInFlightAsync(CancellationToken cancellationToken) =>
        Task.FromResult(InFlight());

    public Task ContinueAsync(CancellationToken cancellationToken)
    {
        ThrowIfLost();
        Advance();
        return Task.CompletedTask;
    }

    public Task WakeAsync(CancellationToken cancellationToken)
    {
        ThrowIfLost();
        driver.Look(Key);
        Advance();
        return KeepAsync();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        ThrowIfLost();
        foreach (var stored in await store.OpenAsync(Key, CancellationToken.None))
        {
            if (!_open.TryGetValue(stored.Transaction.Order.OrderId, out var known) || known.Version < stored.Version)
            {
                // Stored by another activation while two existed; it may be gone, and then nobody else knows of it.
                Remember(stored);
            }
        }

        await WakeAsync(CancellationToken.None);
    }

    private async Task<StoredWorkerTransaction?> FindStoredAsync(string orderId, CancellationToken cancellationToken)
    {
        if (_open.GetValueOrDefault(orderId) is { } known)
        {
            return known;
        }

        var stored = await store.FindAsync(orderId, cancellationToken);
        if (stored is { Transaction.IsDone: false } && stored.Transaction.Order.Account == Key)
        {
            // Stored by another activation while two existed: whoever comes across it drives it from then on.
            Remember(stored);
        }

        return stored;
    }

    private async Task<Refusal?> DecideAsync(
        StoredWorkerTransaction stored,
        WorkerCommand command,
        CancellationToken cancellationToken
    )
    {
        if (command is RecordAttempt attempt && IsTaken(attempt.Nonce, stored.Transaction.Order))
        {
            // By another activation, perhaps, while two existed: its order was come across, and the account's row is not what was read.
            _account = await store.ReadAsync(Key, cancellationToken);
            return new Refusal("nonce_taken", "The nonce was given to another order since.");
        }

        switch (WorkerMachine.Decide(stored.Transaction, command, time.GetUtcNow()))
        {
            case Decision<WorkerTransaction>.Reject rejected:
                return rejected.Refusal;
            case Decision<WorkerTransaction>.Accept accepted:
                await SaveAsync(stored with { Transaction = accepted.Next }, command, cancellationToken);
                if (command is MissFunds)
                {
                    // What was seen of its coin is not so any more, and whoever chooses among workers must not go by it.
                    _seen = null;
                    driver.Look(Key);
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>Nonces are given upwards; below the next one only fillers are signed, and replacements.</summary>
    private bool IsTaken(long nonce, WorkerOrder order) =>
        InFlight().Any(other => other.Nonce == nonce && other.Order.OrderId != order.OrderId)
        || (nonce < _account.Account.NextNonce && order.FillsNonce is null);

    private async Task SaveAsync(
        StoredWorkerTransaction next,
        WorkerCommand command,
        CancellationToken cancellationToken
    )
    {
        // The account's row goes along whenever a nonce is given, so that two activations can never give the same one.
        var account = command is RecordAttempt { Nonce: var nonce }
            ? _account with
            {
                Account = new WorkerAccount { NextNonce = Math.Max(_account.Account.NextNonce ?? 0, nonce + 1) },
            }
            : null;
        try
        {
            await store.SaveAsync(account, next, cancellationToken);
        }
        catch
        {
            _lost = true;
            DeactivateOnIdle();
            throw;
        }

        if (account is not null)
        {
            _account = account with { Version = account.Version + 1 };
        }

        Remember(next with { Version = next.Version + 1 });
        if (command is RecordAttempt or RecordReplacement)
        {
            steps.Reached(MoneyStep.EnvelopeStored);
            driver.Send(Key, next.Transaction.Attempts[^1].Raw);
        }
    }

    private void Remember(StoredWorkerTransaction stored)
    {
        if (stored.Transaction.IsDone)
        {
            _open.Remove(stored.Transaction.Order.OrderId);
        }
        else
        {
            _open[stored.Transaction.Order.OrderId] = stored;
        }
    }

    private ImmutableArray<WorkerTransaction> InFlight() =>
        [
            .. _open
                .Values.Select(stored => stored.Transaction)
                .Where(transaction => transaction.Status == WorkerStatus.InFlight)
                .OrderBy(transaction => transaction.Nonce),
        ];

    /// <summary>Starts what can be started: nothing is awaited here, and everything comes back as a report.</summary>
    private void Advance()
    {
        var inFlight = InFlight();
        if (inFlight.Length > 0)
        {
            driver.Watch(Key);
        }

        var now = time.GetUtcNow();
        // Fillers first: everything behind them waits. One at a time, as each takes the next nonce.
        var next = _open
            .Values.Select(stored => stored.Transaction)
            .Where(transaction => transaction.Status == WorkerStatus.Queued)
            .OrderByDescending(transaction => transaction.Order.FillsNonce is not null)
            .ThenBy(transaction => transaction.NotBefore)
            .ThenBy(transaction => transaction.OrderedAt)
            .FirstOrDefault();
        if (next is null)
        {
            return;
        }

        if (next.NotBefore <= now)
        {
            driver.Prepare(next, _account.Account.NextNonce, inFlight);
            return;
        }

        _pauseTimer?.Dispose();
        _pauseTimer = this.RegisterGrainTimer(
            WakeAsync,
            new GrainTimerCreationOptions(next.NotBefore - now, Timeout.InfiniteTimeSpan)
        );
    }

    /// <summary>A reminder, once there is anything to send, so that no order depends on somebody calling.</summary>
    private async Task KeepAsync()
    {
        if (!_kept && _open.Count > 0)
        {
            await this.RegisterOrUpdateReminder("keeper", KeeperPeriod, KeeperPeriod);
            _kept = true;
        }
    }

    private void ThrowIfLost()
    {
        if (_lost)
        {
            DeactivateOnIdle();
            throw new Orleans.Storage.InconsistentStateException(
                "A write before this call had an unknown outcome; ask again."
            );
        }
    }
}

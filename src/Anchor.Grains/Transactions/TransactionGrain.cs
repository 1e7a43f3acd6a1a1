using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Transactions;

/// <summary>The shell of <see cref="TransactionMachine"/>: it stores what is decided, starts its effects and keeps the alarm clock.</summary>
[GrainType("transaction")]
public sealed class TransactionGrain : Grain, ITransactionGrain, IRemindable
{
    private readonly StoredMachine<AnchorTransaction, TransactionCommand> _machine;
    private readonly TransactionEffects _effects;
    private readonly IMoneySteps _steps;
    private readonly TimeProvider _time;
    private readonly AlarmClock _alarm;

    public TransactionGrain(
        [PersistentState("transaction", "anchor")] IPersistentState<AnchorTransaction> stored,
        TransactionEffects effects,
        IMoneySteps steps,
        TimeProvider time
    )
    {
        _machine = new(stored, TransactionMachine.Decide, time, DeactivateOnIdle);
        _alarm = new(this, time);
        _effects = effects;
        _steps = steps;
        _time = time;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // What a crash interrupted goes on as soon as anybody, or the reminder, calls.
        _effects.Start(_machine.State);
        return Task.CompletedTask;
    }

    public async Task<TransactionOutcome> ApplyAsync(TransactionCommand command, CancellationToken cancellationToken)
    {
        var (changed, refusal) = await _machine.ApplyAsync(command, KeepAlarmAsync);
        if (changed && _machine.State.Pending.Length > 0)
        {
            _steps.Reached(MoneyStep.EffectStored);
            _effects.Start(_machine.State);
        }
        else if (command is ReleaseOutgoing)
        {
            // Released before, and perhaps given up until the alarm: whoever asks now need not wait for that.
            _effects.Start(_machine.State);
        }

        return new TransactionOutcome(_machine.State, refusal, changed);
    }

    public Task<AnchorTransaction?> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_machine.State.Exists ? _machine.State : null);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _alarm.Rang();
        var state = _machine.State;
        if (state.NextDue is { } due && due > _time.GetUtcNow())
        {
            // It moved on since the alarm was set; the new time is far enough away to set it anew, or the next tick is soon enough.
            await KeepAlarmAsync(state);
            return;
        }

        var (changed, _) = await _machine.ApplyAsync(new Wake(), KeepAlarmAsync);
        if (!changed)
        {
            await KeepAlarmAsync(_machine.State);
        }

        _effects.Start(_machine.State);
    }

    private Task KeepAlarmAsync(AnchorTransaction next) => _alarm.KeepAsync(next.NextDue);
}

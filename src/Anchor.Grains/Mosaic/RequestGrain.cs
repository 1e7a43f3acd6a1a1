using Anchor.Domain.Mosaic;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Mosaic;

/// <summary>The shell of <see cref="RequestMachine"/>: it stores what is decided, keeps the alarm clock and the driver going.</summary>
public abstract class RequestGrain : Grain, IRequestGrain, IRemindable
{
    private readonly StoredMachine<MosaicRequest, RequestCommand> _machine;
    private readonly RequestDriver _driver;
    private readonly IRequestSteps _steps;
    private readonly AlarmClock _alarm;

    private protected RequestGrain(
        IPersistentState<MosaicRequest> stored,
        RequestDriver driver,
        IRequestSteps steps,
        TimeProvider time
    )
    {
        _machine = new(stored, RequestMachine.Decide, time, DeactivateOnIdle);
        _alarm = new(this, time);
        _driver = driver;
        _steps = steps;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // What a crash interrupted goes on as soon as anybody, or the reminder, calls.
        _driver.Start(_machine.State);
        return Task.CompletedTask;
    }

    public async Task<RequestOutcome> ApplyAsync(RequestCommand command, CancellationToken cancellationToken)
    {
        var before = _machine.State.Status;
        var (changed, refusal) = await _machine.ApplyAsync(command, KeepAlarmAsync);
        if (changed)
        {
            _steps.Stored(_machine.State, before);
        }

        _driver.Start(_machine.State);
        return new RequestOutcome(_machine.State, refusal, changed);
    }

    public Task<MosaicRequest?> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_machine.State.Status == RequestStatus.None ? null : _machine.State);

    public Task NudgeAsync(CancellationToken cancellationToken)
    {
        _driver.Start(_machine.State);
        _driver.Ring(_machine.State);
        return Task.CompletedTask;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _alarm.Rang();
        var (changed, _) = await _machine.ApplyAsync(new WakeRequest(), KeepAlarmAsync);
        if (!changed)
        {
            await KeepAlarmAsync(_machine.State);
        }

        _driver.Start(_machine.State);
        _driver.Ring(_machine.State);
    }

    private Task KeepAlarmAsync(MosaicRequest next) => _alarm.KeepAsync(next.NextDue);
}

/// <summary>A request to stake and mint.</summary>
[GrainType("stake-request")]
public sealed class StakeRequestGrain(
    [PersistentState("mosaic-request", "anchor")] IPersistentState<MosaicRequest> stored,
    RequestDriver driver,
    IRequestSteps steps,
    TimeProvider time
) : RequestGrain(stored, driver, steps, time), IStakeRequestGrain;

/// <summary>A request to redeem and unstake.</summary>
[GrainType("redeem-request")]
public sealed class RedeemRequestGrain(
    [PersistentState("mosaic-request", "anchor")] IPersistentState<MosaicRequest> stored,
    RequestDriver driver,
    IRequestSteps steps,
    TimeProvider time
) : RequestGrain(stored, driver, steps, time), IRedeemRequestGrain;

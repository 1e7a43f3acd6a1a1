using Anchor.Embedded.Tests.Fakes;
using Orleans.Concurrency;

namespace Anchor.Embedded.Tests.Grains;

/// <summary>Timers and reminders.</summary>
internal interface IClockGrain : IGrainWithStringKey
{
    Task StartTimerAsync(GrainTimerCreationOptions options, bool fails = false, string? gate = null);

    Task ChangeTimerAsync(TimeSpan dueTime, TimeSpan period);

    Task StopTimerAsync();

    Task WaitAsync(string gate);

    Task RemindAsync(string name, TimeSpan dueTime, TimeSpan period);

    Task<bool> ForgetAsync(string name);

    Task<bool> HasReminderAsync(string name);

    Task ForgetTwiceAsync(string name);
}

[GrainType("clock")]
internal sealed class ClockGrain(Journal journal) : Grain, IClockGrain, IRemindable
{
    private IGrainTimer? _timer;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"ended {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task StartTimerAsync(GrainTimerCreationOptions options, bool fails = false, string? gate = null)
    {
        _timer = this.RegisterGrainTimer(
            async (prefix, _) =>
            {
                journal.Add($"{prefix}tick");
                if (gate is not null)
                {
                    await journal.PassAsync(gate);
                }

                if (fails)
                {
                    throw new InvalidOperationException("The tick failed.");
                }
            },
            "",
            options
        );
        return Task.CompletedTask;
    }

    public Task ChangeTimerAsync(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task StopTimerAsync()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task WaitAsync(string gate)
    {
        journal.Add("waits");
        await journal.PassAsync(gate);
    }

    public Task RemindAsync(string name, TimeSpan dueTime, TimeSpan period) =>
        this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task<bool> ForgetAsync(string name)
    {
        if (await this.GetReminder(name) is not { } reminder)
        {
            return false;
        }

        await this.UnregisterReminder(reminder);
        return true;
    }

    public async Task<bool> HasReminderAsync(string name) => await this.GetReminder(name) is not null;

    public async Task ForgetTwiceAsync(string name)
    {
        var reminder = await this.GetReminder(name);
        await this.UnregisterReminder(reminder!);
        await this.UnregisterReminder(reminder!);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        journal.Add($"{this.GetPrimaryKeyString()} {reminderName} {status.CurrentTickTime:HH:mm:ss}");
        switch (reminderName)
        {
            case "fails":
                throw new InvalidOperationException("The reminder failed.");
            case "again":
                await this.RegisterOrUpdateReminder("again", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
                break;
            case "waits":
                await journal.PassAsync("waits");
                break;
            case "once":
                await ForgetAsync("once");
                break;
        }
    }
}

internal interface IPlainGrain : IGrainWithStringKey
{
    Task RemindAsync();
}

/// <summary>Has no <see cref="GrainTypeAttribute"/> and takes no reminders.</summary>
internal sealed class PlainGrain : Grain, IPlainGrain
{
    public Task RemindAsync() => this.RegisterOrUpdateReminder("r", TimeSpan.Zero, TimeSpan.FromMinutes(1));
}

internal interface IWorkerGrain : IGrainWithStringKey
{
    Task WorkAsync(string gate);

    Task EndAsync();
}

[StatelessWorker(3)]
internal sealed class WorkerGrain(Journal journal) : Grain, IWorkerGrain
{
    public async Task WorkAsync(string gate)
    {
        journal.Add($"work {gate}");
        await journal.PassAsync(gate);
    }

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

internal interface IStubbornGrain : IGrainWithStringKey
{
    Task<int> CallAsync();
}

/// <summary>Asks for its end while it starts, and calls another grain when it ends.</summary>
internal sealed class StubbornGrain(Journal journal) : Grain, IStubbornGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"neighbour {await GrainFactory.GetGrain<IGateGrain>("neighbour").KeyAsync()}");
        throw new InvalidOperationException("The end failed.");
    }

    public Task<int> CallAsync() => Task.FromResult(1);
}

using Anchor.Embedded.Tests.Fakes;

namespace Anchor.Embedded.Tests.Grains;

internal interface IWandererGrain : IGrainWithStringKey
{
    Task StartAsync();

    Task<int> VisitAsync(int steps);
}

/// <summary>Does a bit of everything and notes in the journal which thread each turn ran on.</summary>
[GrainType("wanderer")]
internal sealed class WandererGrain(
    [PersistentState("count", "memory")] IPersistentState<CounterState> state,
    Journal journal,
    TimeProvider time
) : Grain, IWandererGrain, IRemindable
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => NoteAsync("activated");

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        NoteAsync("deactivated");

    public async Task StartAsync()
    {
        this.RegisterGrainTimer(
            _ => NoteAsync("timer"),
            new GrainTimerCreationOptions(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7))
        );
        await this.RegisterOrUpdateReminder("r", TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(2));
        await NoteAsync("started");
    }

    public async Task<int> VisitAsync(int steps)
    {
        await NoteAsync($"visit {steps}");
        state.State.Value++;
        await state.WriteStateAsync();
        if (steps % 4 == 3)
        {
            DeactivateOnIdle();
        }

        await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        if (steps == 0)
        {
            return state.State.Value;
        }

        var next = GrainFactory.GetGrain<IWandererGrain>($"{this.GetPrimaryKeyString()}{steps % 3}");
        var visits = await Task.WhenAll(next.VisitAsync(steps - 1), next.VisitAsync(steps / 2));
        await NoteAsync($"visited {steps}");
        return visits.Sum() + state.State.Value;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => NoteAsync("reminder");

    private async Task NoteAsync(string what)
    {
        Note($"{this.GetPrimaryKeyString()} {what}");
        await Task.Yield();
        Note($"{this.GetPrimaryKeyString()} {what}.");
    }

    private void Note(string what) =>
        journal.Add($"{Environment.CurrentManagedThreadId} {time.GetUtcNow():mm:ss.fff} {what}");
}

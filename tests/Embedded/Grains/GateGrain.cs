using Anchor.Embedded.Tests.Fakes;
using Orleans.Concurrency;

namespace Anchor.Embedded.Tests.Grains;

/// <summary>Calls that wait for gates in the journal, to see what runs beside what.</summary>
internal interface IGateGrain : IGrainWithStringKey
{
    Task WriteAsync(string gate);

    [ReadOnly]
    Task ReadAsync(string gate);

    Task WaitAndEndAsync(string gate);

    Task WaitAndCountAsync(string gate, string counter);

    Task<bool> StaysOnItsSchedulerAsync();

    /// <summary>Calls the other grain and, through it, itself.</summary>
    Task CycleAsync(string otherKey, int depth);

    Task<string> CallSelfAsync();

    Task<string> SayAsync(string word, CancellationToken cancellationToken);

    [ReadOnly]
    Task<string> ReadSelfAsync();

    [ReadOnly]
    Task<string> KeyAsync();

    Task ThrowAsync();

    Task ThrowAtOnceAsync();
}

[GrainType("gate")]
internal sealed class GateGrain(Journal journal) : Grain, IGateGrain
{
    public Task WriteAsync(string gate) => PassAsync("write", gate);

    public Task ReadAsync(string gate) => PassAsync("read", gate);

    public async Task WaitAndEndAsync(string gate)
    {
        await PassAsync("write", gate);
        DeactivateOnIdle();
    }

    public async Task WaitAndCountAsync(string gate, string counter)
    {
        await PassAsync("write", gate);
        await GrainFactory.GetGrain<ICounterGrain>(counter).AddAsync(1);
    }

    public async Task<bool> StaysOnItsSchedulerAsync()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current;
        await GrainFactory.GetGrain<IGateGrain>("neighbour").KeyAsync();
        var started = await Task.Factory.StartNew(() => TaskScheduler.Current);
        return scheduler != TaskScheduler.Default
            && new[] { afterYield, TaskScheduler.Current, started }.All(seen => seen == scheduler);
    }

    public Task CycleAsync(string otherKey, int depth) =>
        depth == 0
            ? Task.CompletedTask
            : GrainFactory.GetGrain<IGateGrain>(otherKey).CycleAsync(this.GetPrimaryKeyString(), depth - 1);

    public Task<string> CallSelfAsync()
    {
        // Not awaited: it runs after this call.
        _ = this.AsReference<IGateGrain>().WriteAsync("open");
        _ = GrainFactory.GetGrain<IGateGrain>(this.GetPrimaryKeyString()).WriteAsync("open");
        journal.Add("self called");
        return Task.FromResult(this.AsReference<IGateGrain>().GetPrimaryKeyString());
    }

    public Task<string> SayAsync(string word, CancellationToken cancellationToken)
    {
        journal.Add($"said {word}");
        return Task.FromResult(word);
    }

    public async Task<string> ReadSelfAsync() => await this.AsReference<IGateGrain>().KeyAsync();

    public Task<string> KeyAsync() => Task.FromResult(this.GetPrimaryKeyString());

    public async Task ThrowAsync()
    {
        await Task.Yield();
        throw new InvalidTimeZoneException("thrown after a yield");
    }

    public Task ThrowAtOnceAsync() => throw new InvalidTimeZoneException("thrown at once");

    private async Task PassAsync(string kind, string gate)
    {
        journal.Add($"{kind} {gate} begins");
        await journal.PassAsync(gate);
        journal.Add($"{kind} {gate} ends");
    }
}

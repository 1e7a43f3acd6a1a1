using Anchor.Embedded.Tests.Fakes;
using Orleans.Concurrency;

namespace Anchor.Embedded.Tests.Grains;

internal interface ICounterGrain : IGrainWithStringKey
{
    Task<int> AddAsync(int amount);

    [ReadOnly]
    Task<int> GetAsync();

    /// <summary>Reads, yields, writes back: loses updates if anything runs in between.</summary>
    Task<int> AddSlowlyAsync();

    Task AddBesidesStorageAsync(int amount);

    Task<int> ClearAsync();

    Task RememberAsync(string word);

    ValueTask<string> KeyAsync(CancellationToken cancellationToken);

    Task EndAsync();
}

internal sealed class CounterState
{
    public int Value { get; set; }
    public string? Word { get; set; }
}

[GrainType("counter")]
internal sealed class CounterGrain(
    [PersistentState("count", "memory")] IPersistentState<CounterState> state,
    [PersistentState("words", "memory")] IPersistentState<CounterState> words,
    ScopedService scoped,
    Journal journal
) : Grain, ICounterGrain
{
    private int _slow;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Assert.NotNull(scoped);
        journal.Add($"activated {this.GetPrimaryKeyString()} with {state.State.Value} {words.State.Word}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"deactivated {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public async Task<int> AddAsync(int amount)
    {
        state.State.Value += amount;
        await state.WriteStateAsync();
        return state.State.Value;
    }

    public Task<int> GetAsync() => Task.FromResult(state.State.Value);

    public async Task<int> AddSlowlyAsync()
    {
        var before = _slow;
        await Task.Yield();
        await Task.WhenAll(YieldAsync(), YieldAsync());
        return _slow = before + 1;

        static async Task YieldAsync() => await Task.Yield();
    }

    public async Task AddBesidesStorageAsync(int amount)
    {
        state.State.Value += amount;
        await Task.WhenAll(state.WriteStateAsync(), state.WriteStateAsync());
    }

    public async Task<int> ClearAsync()
    {
        await state.ClearStateAsync();
        return state.State.Value;
    }

    public async Task RememberAsync(string word)
    {
        words.State.Word = word;
        await words.WriteStateAsync();
    }

    public ValueTask<string> KeyAsync(CancellationToken cancellationToken) => new(this.GetPrimaryKeyString());

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

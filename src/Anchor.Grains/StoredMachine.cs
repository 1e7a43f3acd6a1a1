using Anchor.Domain;
using Orleans.Storage;

namespace Anchor.Grains;

/// <summary>
/// The loop of every entity grain: decide, write, and only then answer. After a write that threw, nothing is known and nothing more
/// is decided: the activation ends, and the next call reads the truth.
/// </summary>
internal sealed class StoredMachine<TState, TCommand>(
    IPersistentState<TState> stored,
    Func<TState, TCommand, DateTimeOffset, Decision<TState>> decide,
    TimeProvider time,
    Action deactivate
)
{
    private bool _lost;

    public TState State => stored.State;

    /// <summary>Reads the row again, where it is not written by the grain alone.</summary>
    public Task ReadAsync() => stored.ReadStateAsync();

    /// <summary>True if the command changed the state, which is then durable.</summary>
    public async Task<(bool Changed, Refusal? Refusal)> ApplyAsync(
        TCommand command,
        Func<TState, Task>? alongside = null
    )
    {
        if (_lost)
        {
            deactivate();
            throw new InconsistentStateException("A write before this call had an unknown outcome; ask again.");
        }

        switch (decide(stored.State, command, time.GetUtcNow()))
        {
            case Decision<TState>.Accept accepted:
                await WriteAsync(accepted.Next, alongside);
                return (true, null);
            case Decision<TState>.Reject rejected:
                return (false, rejected.Refusal);
            default:
                return (false, null);
        }
    }

    private async Task WriteAsync(TState next, Func<TState, Task>? alongside)
    {
        try
        {
            stored.State = next;
            var write = stored.WriteStateAsync();
            // Started together, so that both share one durable commit.
            await (alongside is null ? write : Task.WhenAll(write, alongside(next)));
        }
        catch
        {
            _lost = true;
            deactivate();
            throw;
        }
    }
}

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

        var decision = decide(stored.State, command, time.GetUtcNow());
        if (decision is not Decision<TState>.Accept && await WasBehindAsync())
        {
            decision = decide(stored.State, command, time.GetUtcNow());
        }

        switch (decision)
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

    /// <summary>
    /// A write is judged by the row's version; an answer without one is not, and whoever gets it may settle money by it. Where a cluster had
    /// two activations for a moment, the one that is left may be behind, so it looks before it turns anybody away.
    /// </summary>
    private async Task<bool> WasBehindAsync()
    {
        var known = stored.Etag;
        await stored.ReadStateAsync();
        return stored.Etag != known;
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

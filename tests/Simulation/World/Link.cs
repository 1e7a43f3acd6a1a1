using Anchor.Simulation.Engine;

namespace Anchor.Simulation.World;

/// <summary>One process' way to everything outside of it. Every step has a name, takes time, and may go wrong.</summary>
internal sealed class Link(SimWorld world, Process process)
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(2);

    /// <summary>A question to a store, which gives an answer however long that takes.</summary>
    public Task<T> ReadAsync<T>(string step, Func<T> answer) =>
        AskAsync(StepKind.Read, step, answer, CancellationToken.None);

    /// <summary>A question, which is asked and answered at one moment.</summary>
    public Task<T> AskAsync<T>(StepKind kind, string step, Func<T> answer, CancellationToken cancellationToken)
    {
        var name = world.Faults.Name(step);
        world.Trace.Add(name);
        var reply = new Reply<T>(cancellationToken);
        world.Timeline.After(
            world.Latency(name),
            () =>
            {
                if (!process.IsAlive)
                {
                    return;
                }

                var fault = world.Faults.At(kind, name);
                if (fault is Fault.DiesBefore or Fault.DiesAfter)
                {
                    process.Die();
                    return;
                }

                Answer(reply, fault, answer);
            }
        );
        return reply.Task;
    }

    /// <summary>A message to the ledger or the bank, which travels there and back, and arrives also if the process dies meanwhile.</summary>
    /// <param name="latest">How late a late one is at most.</param>
    public Task<T> SendAsync<T>(
        StepKind kind,
        string step,
        Func<T> effect,
        TimeSpan latest,
        CancellationToken cancellationToken
    )
    {
        var name = world.Faults.Name(step);
        world.Trace.Add(name);
        var reply = new Reply<T>(cancellationToken);
        if (!process.IsAlive)
        {
            // It died earlier in this very turn.
            return reply.Task;
        }

        var fault = world.Faults.At(kind, name);
        if (fault == Fault.DiesBefore)
        {
            process.Die();
            return reply.Task;
        }

        var delay =
            fault == Fault.Late ? world.Dice.Between($"{name} delay", ShortestDelay, latest) : world.Latency(name);
        world.Timeline.After(
            delay,
            () =>
            {
                var result = fault == Fault.Lost ? default : effect();
                if (fault == Fault.DiesAfter && process.IsAlive)
                {
                    process.Die();
                }
                else
                {
                    world.Timeline.After(world.Latency($"{name} back"), () => Answer(reply, fault, () => result!));
                }
            }
        );
        return reply.Task;
    }

    private void Answer<T>(Reply<T> reply, Fault fault, Func<T> answer)
    {
        if (!process.IsAlive)
        {
            return;
        }

        process.Meet(fault);
        reply.Close();
        if (fault is Fault.Lost or Fault.Kept)
        {
            reply.TrySetException(new IOException("The connection was lost."));
        }
        else
        {
            reply.TrySetResult(answer());
        }
    }

    /// <summary>Whoever asked may give up before there is an answer.</summary>
    private sealed class Reply<T> : TaskCompletionSource<T>
    {
        private readonly CancellationTokenRegistration _registration;

        public Reply(CancellationToken cancellationToken) =>
            _registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((Reply<T>)state!).TrySetCanceled(token),
                this
            );

        /// <summary>A token that lives as long as the process must not keep every question it was given to.</summary>
        public void Close() => _registration.Unregister();
    }
}

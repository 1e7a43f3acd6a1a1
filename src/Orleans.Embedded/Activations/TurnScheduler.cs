using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Activations;

/// <summary>
/// Runs turns one at a time: continuations of what has begun, then new calls. It is a task scheduler, so whatever is
/// awaited in a turn continues in a later turn of the same activation.
/// </summary>
internal abstract class TurnScheduler(TurnPlace place) : TaskScheduler, IThreadPoolWorkItem
{
    private readonly Queue<Task> _continuations = new();
    private bool _scheduled;
    private int _thread;

    public sealed override int MaximumConcurrencyLevel => 1;

    /// <summary>Guards all state that callers and turns share.</summary>
    protected Lock Gate { get; } = new();

    protected TurnPlace Place { get; } = place;

    /// <summary>No turn runs or is about to. Read under the gate.</summary>
    protected bool IsResting => !_scheduled;

    /// <summary>One pass over the turns that are ready.</summary>
    public void Execute()
    {
        // Awaiting prefers a synchronization context to a scheduler, and an injected scheduler's thread may have one.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _thread = Environment.CurrentManagedThreadId;
        new Task(static state => ((TurnScheduler)state!).Pass(), this).RunSynchronously(this);
        SynchronizationContext.SetSynchronizationContext(outer);
    }

    /// <summary>A call may begin. Read under the gate.</summary>
    protected abstract bool HasCall { get; }

    /// <summary>Takes the call that may begin. Called under the gate.</summary>
    protected abstract Call TakeCall();

    /// <summary>Runs a call's first turn; must not throw.</summary>
    protected abstract void Begin(Call call);

    /// <summary>Nothing is left to run for now; the next pass may already run elsewhere.</summary>
    protected abstract void OnResting();

    /// <summary>True if the caller has to queue a pass, once it has left the gate.</summary>
    protected bool ClaimPass()
    {
        var claimed = !_scheduled;
        _scheduled = true;
        return claimed;
    }

    protected sealed override void QueueTask(Task task)
    {
        bool claimed;
        lock (Gate)
        {
            _continuations.Enqueue(task);
            claimed = ClaimPass();
        }

        if (claimed)
        {
            Place.Queue(this);
        }
    }

    /// <summary>Only the thread that runs a turn of this activation may run another one inside it.</summary>
    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _thread == Environment.CurrentManagedThreadId && TryExecuteTask(task);

    protected sealed override IEnumerable<Task> GetScheduledTasks()
    {
        lock (Gate)
        {
            return [.. _continuations];
        }
    }

    private void Pass()
    {
        for (var turns = 0; Take(turns, out var continuation, out var call); turns++)
        {
            if (continuation is not null)
            {
                TryExecuteTask(continuation);
            }
            else
            {
                Begin(call!);
            }
        }
    }

    private bool Take(int turns, out Task? continuation, out Call? call)
    {
        continuation = null;
        call = null;
        bool rests;
        lock (Gate)
        {
            rests = _continuations.Count == 0 && !HasCall;
            if (!rests && turns < Place.TurnsPerPass)
            {
                if (!_continuations.TryDequeue(out continuation))
                {
                    call = TakeCall();
                }

                return true;
            }

            // From here on another thread may run the next pass.
            _thread = 0;
            _scheduled = !rests;
        }

        if (rests)
        {
            OnResting();
        }
        else
        {
            Place.Queue(this, afterOthers: true);
        }

        return false;
    }
}

namespace Orleans.Embedded.Activations;

/// <summary>Where turns run: the thread pool, or the scheduler that was injected. Nothing of the runtime runs elsewhere.</summary>
internal sealed class TurnPlace(TaskScheduler scheduler)
{
    private readonly bool _isPool = scheduler == TaskScheduler.Default;

    /// <summary>
    /// How many turns of one activation may follow each other before others get their chance. An injected scheduler sees
    /// every single turn, so that it can order them.
    /// </summary>
    public int TurnsPerPass => _isPool ? 64 : 1;

    /// <summary>Queues a pass over the turns of one activation.</summary>
    public void Queue(TurnScheduler turns, bool afterOthers = false)
    {
        if (_isPool)
        {
            ThreadPool.UnsafeQueueUserWorkItem(turns, preferLocal: !afterOthers);
        }
        else
        {
            Run(turns.Execute);
        }
    }

    /// <summary>Runs a piece of the runtime's own work.</summary>
    public void Run(Action action)
    {
        using var suppressed = SuppressFlow();
        _ = Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
    }

    /// <summary>Runs a piece of the runtime's own work, with everything that it awaits.</summary>
    public Task RunAsync(Func<Task> action) => RunOn(scheduler, action);

    /// <summary>Runs a turn of one activation.</summary>
    public static Task RunOn(TaskScheduler turns, Func<Task> action)
    {
        Task task;
        using (SuppressFlow())
        {
            task = Task
                .Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, turns)
                .Unwrap();
        }

        return task;
    }

    /// <summary>A task would carry the ambient values of whoever starts it into the turns of others.</summary>
    public static AsyncFlowControl? SuppressFlow() =>
        ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
}

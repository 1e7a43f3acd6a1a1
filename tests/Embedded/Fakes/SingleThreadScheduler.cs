namespace Anchor.Embedded.Tests.Fakes;

/// <summary>Runs one queued task after the other, in seeded order, on the thread that calls <see cref="Run"/>.</summary>
internal sealed class SingleThreadScheduler(int seed) : TaskScheduler
{
    private readonly List<Task> _queued = [];
    private readonly Random _random = new(seed);
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Threads other than the one that queued a task here: something has escaped.</summary>
    public HashSet<int> Strangers { get; } = [];

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs until the task is done, moving the clock when nothing else is left.</summary>
    public void Run(Func<Task> work, ManualTimeProvider time)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
            while (!task.IsCompleted)
            {
                Step(time);
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_queued)
        {
            if (Environment.CurrentManagedThreadId != _thread)
            {
                Strangers.Add(Environment.CurrentManagedThreadId);
            }

            _queued.Add(task);
        }
    }

    /// <summary>Never: every turn takes its place in the seeded order.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _queued;

    private void Step(ManualTimeProvider time)
    {
        if (TryTake(out var next))
        {
            TryExecuteTask(next!);
            return;
        }

        var due = time.NextDue;
        Assert.True(due is not null, "Nothing is left to run, and the work is not done.");
        time.Advance(due.Value - time.GetUtcNow());
    }

    private bool TryTake(out Task? task)
    {
        lock (_queued)
        {
            task = null;
            if (_queued.Count == 0)
            {
                return false;
            }

            var index = _random.Next(_queued.Count);
            task = _queued[index];
            _queued.RemoveAt(index);
            return true;
        }
    }
}

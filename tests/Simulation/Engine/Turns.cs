namespace Anchor.Simulation.Engine;

/// <summary>What is ready to run, of all processes. Which comes next is the seed's choice.</summary>
internal sealed class ReadyTurns(ulong seed, bool isOrderly)
{
    private readonly List<(Turns Owner, Task Task)> _ready = [];
    private readonly Stream _order = new(seed);

    public int Count => _ready.Count;

    public void Add(Turns owner, Task task) => _ready.Add((owner, task));

    public void Forget(Turns owner) => _ready.RemoveAll(turn => turn.Owner == owner);

    /// <summary>True now and then: the clock goes on although something is ready, as on a busy machine.</summary>
    public bool IsSlow() => !isOrderly && _order.Below(64) == 0;

    /// <summary>Runs one turn to its next await.</summary>
    public int RunOne()
    {
        var index = isOrderly ? 0 : _order.Below(_ready.Count);
        var (owner, task) = _ready[index];
        if (isOrderly)
        {
            _ready.RemoveAt(0);
        }
        else
        {
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
        }

        owner.Run(task);
        return index;
    }
}

/// <summary>The turns of one process. Once it is dead, nothing of it ever runs again.</summary>
internal sealed class Turns(ReadyTurns ready, Home home) : TaskScheduler
{
    private bool _isDead;

    public override int MaximumConcurrencyLevel => 1;

    public void Kill()
    {
        _isDead = true;
        ready.Forget(this);
    }

    public void Run(Task task) => TryExecuteTask(task);

    /// <summary>Starts work of this process.</summary>
    public void Start(Func<Task> work) =>
        _ = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    protected override void QueueTask(Task task)
    {
        if (home.Check("a turn was queued") && !_isDead)
        {
            ready.Add(this, task);
        }
    }

    /// <summary>Never: every turn takes its place in the seeded order.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}

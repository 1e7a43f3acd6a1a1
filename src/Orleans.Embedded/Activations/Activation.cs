using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>One living instance of a grain: its identity, and what the grain may ask of it.</summary>
internal sealed partial class Activation(ActivationDirectory directory, string key, IActivationOwner owner)
    : TurnScheduler(directory.Runtime.Place),
        IGrainContext
{
    private List<GrainTimer>? _timers;

    /// <summary>The activation whose grain is being constructed on this thread.</summary>
    [field: ThreadStatic]
    public static Activation? UnderConstruction { get; private set; }

    public string Key => key;
    public GrainId GrainId => new(directory.Class.GrainType, IdSpan.Create(key));
    public EmbeddedRuntime Runtime => directory.Runtime;

    public IServiceProvider ActivationServices =>
        _scope?.ServiceProvider ?? throw new InvalidOperationException($"{GrainId} is not active.");

    public static Activation Of(IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain.GrainContext as Activation
            ?? throw new InvalidOperationException($"{grain.GetType()} was not made by the runtime.");
    }

    public TGrainInterface CreateReference<TGrainInterface>() => directory.CreateReference<TGrainInterface>(key);

    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        lock (Gate)
        {
            (_timers ??= []).Add(timer);
        }

        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Forget(GrainTimer timer)
    {
        lock (Gate)
        {
            _timers?.Remove(timer);
        }
    }

    private void DisposeTimers()
    {
        List<GrainTimer>? timers;
        lock (Gate)
        {
            (timers, _timers) = (_timers, null);
        }

        foreach (var timer in timers ?? [])
        {
            timer.Dispose();
        }
    }

    public override string ToString() => $"{GrainId} ({_stage})";
}

using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>One living instance of a grain.</summary>
internal abstract class Activation : IGrainContext
{
    /// <summary>The activation whose grain is being constructed on this thread.</summary>
    [field: ThreadStatic]
    public static Activation? UnderConstruction { get; protected set; }

    public abstract GrainId GrainId { get; }
    public abstract IServiceProvider ActivationServices { get; }
    public abstract IActivationRuntime Runtime { get; }

    public static Activation Of(IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain.GrainContext as Activation
            ?? throw new InvalidOperationException($"{grain.GetType()} was not made by the runtime.");
    }

    public abstract void Deactivate(DeactivationReason reason);
    public abstract IGrainTimer RegisterTimer(
        Func<CancellationToken, Task> callback,
        GrainTimerCreationOptions options
    );
    public abstract TGrainInterface CreateReference<TGrainInterface>();
}

internal interface IActivationRuntime
{
    IGrainFactory GrainFactory { get; }
    IReminderRegistry Reminders { get; }
}

internal interface IReminderRegistry
{
    Task<IGrainReminder> RegisterAsync(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period);
    Task UnregisterAsync(GrainId grainId, string name);
    Task<IGrainReminder?> GetAsync(GrainId grainId, string name);
}

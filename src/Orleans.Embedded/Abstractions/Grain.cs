using Orleans.Runtime;

namespace Orleans;

/// <summary>What the runtime needs of a grain class.</summary>
public interface IGrainBase
{
    IGrainContext GrainContext { get; }
    Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    public IGrainContext GrainContext { get; private set; } = null!;
    protected IGrainFactory GrainFactory =>
        (IGrainFactory)GrainContext.ActivationServices.GetService(typeof(IGrainFactory))!;

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}

/// <summary>A grain that is called by durable reminders.</summary>
public interface IRemindable : IGrain
{
    Task ReceiveReminder(string reminderName, TickStatus status);
}

/// <summary>State as a storage provider sees it.</summary>
public interface IGrainState<T>
{
    T State { get; set; }
    string ETag { get; set; }
    bool RecordExists { get; set; }
}

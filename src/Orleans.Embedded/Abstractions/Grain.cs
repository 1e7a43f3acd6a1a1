using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>What the runtime needs of a grain class.</summary>
public interface IGrainBase
{
    IGrainContext GrainContext { get; }

    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}

/// <summary>The base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Null only in a grain that was not made by the runtime.</summary>
    public IGrainContext GrainContext { get; } = Activation.UnderConstruction!;

    protected Grain() { }

    protected IGrainFactory GrainFactory => Activation.Of(this).Runtime.GrainFactory;

#pragma warning disable CA1725 // Orleans names the parameter differently here and in IGrainBase.
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;
#pragma warning restore CA1725

    /// <summary>Ends this activation after the running calls; calls that wait go to the next activation.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);
}

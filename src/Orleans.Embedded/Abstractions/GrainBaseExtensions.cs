using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>What a grain can ask of its runtime.</summary>
public static class GrainBaseExtensions
{
    /// <summary>Ends this activation after the running calls; calls that wait go to the next activation.</summary>
    public static void DeactivateOnIdle(this IGrainBase grain) =>
        Activation
            .Of(grain)
            .Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The grain asked for it."));

    /// <summary>Starts a timer that lives as long as the activation.</summary>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain,
        Func<CancellationToken, Task> callback,
        GrainTimerCreationOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Activation.Of(grain).RegisterTimer(callback, options);
    }

    /// <summary>Starts a timer that lives as long as the activation, with a state for its callback.</summary>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this IGrainBase grain,
        Func<TState, CancellationToken, Task> callback,
        TState state,
        GrainTimerCreationOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Activation.Of(grain).RegisterTimer(token => callback(state, token), options);
    }
}

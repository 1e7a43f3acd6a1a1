using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Activations;

/// <summary>Whoever finds the activation for a call.</summary>
internal interface IActivationOwner
{
    /// <summary>The activation takes no more calls; those that still waited go elsewhere.</summary>
    void OnEnded(Activation activation, CallList waiting);
}

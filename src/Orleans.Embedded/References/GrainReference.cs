using Orleans.Embedded.Activations;
using Orleans.Embedded.Calls;
using Orleans.Runtime;

namespace Orleans.Embedded.References;

/// <summary>The base of all references to grains. The classes of the references are made at run time, one for each grain interface.</summary>
internal abstract class GrainReference(ActivationDirectory directory, GrainMethod[] methods, string key) : IAddressable
{
    public GrainId GrainId => new(directory.Class.GrainType, IdSpan.Create(key));

    public TGrainInterface Cast<TGrainInterface>() =>
        this is TGrainInterface reference ? reference : directory.CreateReference<TGrainInterface>(key);

    public sealed override bool Equals(object? obj) => obj is GrainReference other && other.GrainId == GrainId;

    public sealed override int GetHashCode() => GrainId.GetHashCode();

    public sealed override string ToString() => GrainId.ToString();

    /// <summary>Sends a call of a method without a result; the made classes call this.</summary>
    protected Task Send<TArguments>(int method, TArguments arguments)
    {
        var call = new MethodCall<TArguments>((GrainMethod<TArguments, Task>)methods[method], arguments);
        directory.Send(key, call);
        return call.Answered;
    }

    /// <summary>Sends a call of a method with a result; the made classes call this.</summary>
    protected Task<TResult> Send<TArguments, TResult>(int method, TArguments arguments)
    {
        var call = new MethodCall<TArguments, TResult>(
            (GrainMethod<TArguments, Task<TResult>>)methods[method],
            arguments
        );
        directory.Send(key, call);
        return call.Answered;
    }
}

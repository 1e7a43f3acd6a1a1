using Orleans.Runtime;

namespace Orleans.Embedded.References;

/// <summary>The base of all references to grains.</summary>
internal abstract class GrainReference : IAddressable
{
    public abstract GrainId GrainId { get; }
    public abstract TGrainInterface Cast<TGrainInterface>();
}

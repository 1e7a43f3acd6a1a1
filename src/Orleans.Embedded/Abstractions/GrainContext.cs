namespace Orleans.Runtime;

/// <summary>The runtime's side of one activation.</summary>
public interface IGrainContext
{
    GrainId GrainId { get; }

    /// <summary>The activation's own scope.</summary>
    IServiceProvider ActivationServices { get; }
}

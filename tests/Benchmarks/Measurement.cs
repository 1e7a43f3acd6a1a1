using Anchor.Benchmarks.Report;

namespace Anchor.Benchmarks;

/// <summary>Measures one or a few figures that belong together.</summary>
internal abstract class Measurement
{
    /// <summary>Names it for <c>--only</c>.</summary>
    public abstract string Name { get; }

    public abstract Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken);
}

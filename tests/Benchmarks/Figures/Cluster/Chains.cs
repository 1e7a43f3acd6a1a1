using Anchor.Benchmarks.Report;

namespace Anchor.Benchmarks.Figures;

/// <summary>Reading a chain and sending to it is measured with grains in this process, which a cluster's are not.</summary>
internal sealed class Chains : Measurement
{
    public override string Name => "chains";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("chains: measured on the embedded runtime alone");
        return [];
    }
}

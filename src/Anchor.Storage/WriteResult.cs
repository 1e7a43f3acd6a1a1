using System.Collections.Immutable;

namespace Anchor.Storage;

/// <summary>What became of one unit of row operations: all of them are durable, or none was done.</summary>
public sealed class WriteResult
{
    private WriteResult(RowOperation? refused, ImmutableArray<int> changed)
    {
        Refused = refused;
        Changed = changed;
    }

    /// <summary>The operation that met a stale version or a row that was there already; null when all is durable.</summary>
    public RowOperation? Refused { get; }

    public bool IsDurable => Refused is null;

    /// <summary>How many rows each operation changed, in the order given; empty when refused.</summary>
    public ImmutableArray<int> Changed { get; }

    internal static WriteResult Durable(ImmutableArray<int> changed) => new(null, changed);

    internal static WriteResult RefusedBy(RowOperation operation) => new(operation, []);
}

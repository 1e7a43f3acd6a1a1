using System.Collections.Immutable;

namespace Anchor.Stellar;

/// <summary>A transaction: operations that apply together or not at all.</summary>
public sealed record Transaction
{
    /// <summary>The protocol's limit.</summary>
    public const int MaxOperations = 100;

    public required MuxedAccount Source { get; init; }

    /// <summary>The most it may cost, in stroops, for all operations together.</summary>
    public required uint Fee { get; init; }

    public required long Sequence { get; init; }

    public Preconditions Preconditions { get; init; } = Preconditions.None;

    public Memo Memo { get; init; } = Memo.None;

    public required ImmutableArray<Operation> Operations { get; init; }

    /// <summary>The resources of a contract transaction as XDR; null for all others.</summary>
    public ByteString? SorobanData { get; init; }
}

/// <summary>Pays another transaction's fee (CAP-15).</summary>
/// <param name="FeeSource">The account that pays.</param>
/// <param name="Fee">The most it may cost, in stroops, for the inner operations and one more.</param>
/// <param name="Inner">The transaction as its own signers signed it.</param>
public sealed record FeeBumpTransaction(MuxedAccount FeeSource, long Fee, SimpleEnvelope Inner);

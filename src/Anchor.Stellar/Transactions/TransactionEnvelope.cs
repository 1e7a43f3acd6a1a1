using System.Collections.Immutable;

namespace Anchor.Stellar;

/// <summary>A signature and the last bytes of the key that made it.</summary>
/// <param name="Hint">Four bytes, read as a big-endian number.</param>
/// <param name="Signature">At most 64 bytes; for a hash-X signer, the preimage.</param>
public sealed record DecoratedSignature(uint Hint, ByteString Signature);

/// <summary>A transaction with its signatures, of which there are at most twenty.</summary>
public abstract record TransactionEnvelope
{
    /// <summary>The protocol's limit.</summary>
    public const int MaxSignatures = 20;

    private protected TransactionEnvelope(ImmutableArray<DecoratedSignature> signatures) => Signatures = signatures;

    public ImmutableArray<DecoratedSignature> Signatures { get; init; }
}

/// <summary>A signed transaction.</summary>
public sealed record SimpleEnvelope(Transaction Transaction, ImmutableArray<DecoratedSignature> Signatures)
    : TransactionEnvelope(Signatures)
{
    /// <summary>Whether it is written in the form from before muxed accounts. Its hash is the same.</summary>
    public bool IsV0 { get; init; }
}

/// <summary>A signed fee bump.</summary>
public sealed record FeeBumpEnvelope(FeeBumpTransaction FeeBump, ImmutableArray<DecoratedSignature> Signatures)
    : TransactionEnvelope(Signatures);

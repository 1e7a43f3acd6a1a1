using System.Collections.Immutable;
using Anchor.Stellar.Xdr;

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

    /// <summary>The hash that is signed, and by which the network knows the transaction.</summary>
    public Hash256 Hash(Network network)
    {
        var writer = new XdrWriter(stackalloc byte[XdrWriter.StackSize]);
        try
        {
            EnvelopeXdr.WriteSignatureBase(ref writer, network.Id, this);
            return Digest.Sha256(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The bytes whose SHA-256 is <see cref="Hash"/>, for signers that want to see what they sign.</summary>
    public byte[] SignatureBase(Network network) =>
        XdrText.WriteBytes(
            (network.Id, Transaction: this),
            static (ref XdrWriter w, (Hash256 NetworkId, Transaction Transaction) v) =>
                EnvelopeXdr.WriteSignatureBase(ref w, v.NetworkId, v.Transaction)
        );

    public SimpleEnvelope Sign(Network network, params ReadOnlySpan<KeyPair> keys)
    {
        var hash = Hash(network);
        var signatures = ImmutableArray.CreateBuilder<DecoratedSignature>(keys.Length);
        foreach (var key in keys)
        {
            signatures.Add(key.Sign(hash));
        }

        return new SimpleEnvelope(this, signatures.MoveToImmutable());
    }
}

/// <summary>Pays another transaction's fee (CAP-15).</summary>
/// <param name="FeeSource">The account that pays.</param>
/// <param name="Fee">The most it may cost, in stroops, for the inner operations and one more.</param>
/// <param name="Inner">The transaction as its own signers signed it.</param>
public sealed record FeeBumpTransaction(MuxedAccount FeeSource, long Fee, SimpleEnvelope Inner)
{
    /// <summary>The hash that is signed. The inner transaction keeps its own hash, under which it is found as well.</summary>
    public Hash256 Hash(Network network) => Digest.Sha256(SignatureBase(network));

    public byte[] SignatureBase(Network network) =>
        XdrText.WriteBytes(
            (network.Id, FeeBump: this),
            static (ref XdrWriter w, (Hash256 NetworkId, FeeBumpTransaction FeeBump) v) =>
                EnvelopeXdr.WriteSignatureBase(ref w, v.NetworkId, v.FeeBump)
        );

    public FeeBumpEnvelope Sign(Network network, params ReadOnlySpan<KeyPair> keys)
    {
        var hash = Hash(network);
        var signatures = ImmutableArray.CreateBuilder<DecoratedSignature>(keys.Length);
        foreach (var key in keys)
        {
            signatures.Add(key.Sign(hash));
        }

        return new FeeBumpEnvelope(this, signatures.MoveToImmutable());
    }
}

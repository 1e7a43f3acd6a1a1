using System.Collections.Immutable;

namespace Anchor.Stellar.Xdr;

/// <summary>Envelopes, and the tagged hashes that are signed and that name things.</summary>
internal static class EnvelopeXdr
{
    private const int V0 = 0;
    private const int V1 = 2;
    private const int FeeBump = 5;

    public static TransactionEnvelope Read(ref XdrReader r)
    {
        switch (r.I32())
        {
            case V0:
                return new SimpleEnvelope(TransactionXdr.ReadV0(ref r), Signatures(ref r)) { IsV0 = true };
            case V1:
                return ReadV1(ref r);
            case FeeBump:
                var bump = ReadFeeBump(ref r);
                return new FeeBumpEnvelope(bump, Signatures(ref r));
            case var other:
                throw new XdrException($"Envelope type {other} is not a transaction.");
        }
    }

    public static void Write(ref XdrWriter w, TransactionEnvelope value)
    {
        switch (value)
        {
            case SimpleEnvelope { IsV0: true } envelope:
                w.I32(V0);
                TransactionXdr.WriteV0(ref w, envelope.Transaction);
                break;
            case SimpleEnvelope envelope:
                w.I32(V1);
                TransactionXdr.Write(ref w, envelope.Transaction);
                break;
            case FeeBumpEnvelope envelope:
                w.I32(FeeBump);
                WriteFeeBump(ref w, envelope.FeeBump);
                break;
        }

        w.Array(value.Signatures, TransactionEnvelope.MaxSignatures, WriteSignature);
    }

    /// <summary>What is hashed and signed: network id, tag, transaction. A V0 transaction is signed in its V1 form.</summary>
    public static void WriteSignatureBase(ref XdrWriter w, Hash256 networkId, Transaction value)
    {
        w.Hash(networkId);
        w.I32(V1);
        TransactionXdr.Write(ref w, value);
    }

    public static void WriteSignatureBase(ref XdrWriter w, Hash256 networkId, FeeBumpTransaction value)
    {
        w.Hash(networkId);
        w.I32(FeeBump);
        WriteFeeBump(ref w, value);
    }

    private static SimpleEnvelope ReadV1(ref XdrReader r) => new(TransactionXdr.Read(ref r), Signatures(ref r));

    private static FeeBumpTransaction ReadFeeBump(ref XdrReader r)
    {
        var source = ValueXdr.Muxed(ref r);
        var fee = r.I64();
        if (r.I32() != V1)
        {
            throw new XdrException("A fee bump wraps a V1 envelope.");
        }

        var inner = ReadV1(ref r);
        r.NoExtension();
        return new FeeBumpTransaction(source, fee, inner);
    }

    private static void WriteFeeBump(ref XdrWriter w, FeeBumpTransaction value)
    {
        if (value.Inner.IsV0)
        {
            throw new InvalidOperationException("A fee bump wraps a V1 envelope.");
        }

        ValueXdr.Muxed(ref w, value.FeeSource);
        w.I64(value.Fee);
        Write(ref w, value.Inner);
        w.I32(0);
    }

    private static ImmutableArray<DecoratedSignature> Signatures(ref XdrReader r) =>
        r.Array(TransactionEnvelope.MaxSignatures, ReadSignature, 8);

    private static DecoratedSignature ReadSignature(ref XdrReader r) => new(r.U32(), r.Opaque(64));

    private static void WriteSignature(ref XdrWriter w, DecoratedSignature value)
    {
        w.U32(value.Hint);
        w.Opaque(value.Signature, 64);
    }
}

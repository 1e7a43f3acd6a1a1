using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Anchor.Stellar.Xdr;

namespace Anchor.Stellar;

/// <summary>A transaction with its signatures, of which there are at most twenty.</summary>
public abstract record TransactionEnvelope
{
    /// <summary>The protocol's limit.</summary>
    public const int MaxSignatures = 20;

    private protected TransactionEnvelope(ImmutableArray<DecoratedSignature> signatures) => Signatures = signatures;

    public ImmutableArray<DecoratedSignature> Signatures { get; init; }

    /// <summary>Reads an envelope from base64; <paramref name="error"/> says what is wrong with one that is refused.</summary>
    public static bool TryDecode(
        string? base64,
        [NotNullWhen(true)] out TransactionEnvelope? envelope,
        [NotNullWhen(false)] out string? error
    )
    {
        try
        {
            envelope = Decode(base64 ?? "");
            error = null;
            return true;
        }
        catch (XdrException refused)
        {
            envelope = null;
            error = refused.Message;
            return false;
        }
    }

    /// <summary>Reads an envelope that is known to be one: our own, or the ledger's.</summary>
    public static TransactionEnvelope Decode(string base64) => XdrText.Read(base64, EnvelopeXdr.Read);

    public static TransactionEnvelope Decode(ReadOnlySpan<byte> xdr) => XdrText.Read(xdr, EnvelopeXdr.Read);

    public string ToBase64() => XdrText.Write(this, EnvelopeXdr.Write);

    public byte[] ToXdr() => XdrText.WriteBytes(this, EnvelopeXdr.Write);

    /// <summary>The hash that the outer signatures cover.</summary>
    public abstract Hash256 Hash(Network network);

    /// <summary>Whether one of the signatures is this account's over this hash. The hint only saves work: it proves nothing.</summary>
    public bool IsSignedBy(AccountId account, Hash256 hash)
    {
        foreach (var signature in Signatures)
        {
            if (signature.IsBy(account, hash))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A signed transaction.</summary>
public sealed record SimpleEnvelope(Transaction Transaction, ImmutableArray<DecoratedSignature> Signatures)
    : TransactionEnvelope(Signatures)
{
    /// <summary>Whether it is written in the form from before muxed accounts. Its hash is the same.</summary>
    public bool IsV0 { get; init; }

    public override Hash256 Hash(Network network) => Transaction.Hash(network);

    /// <summary>Adds signatures to those that are there.</summary>
    public SimpleEnvelope Sign(Network network, params ReadOnlySpan<KeyPair> keys) =>
        this with
        {
            Signatures = [.. Signatures, .. Transaction.Sign(network, keys).Signatures],
        };

    /// <summary>Wraps this transaction, signatures and hash unchanged, in one whose source pays the fee.</summary>
    public FeeBumpTransaction BumpFee(MuxedAccount feeSource, long fee) =>
        new(feeSource, fee, this with { IsV0 = false });
}

/// <summary>A signed fee bump.</summary>
public sealed record FeeBumpEnvelope(FeeBumpTransaction FeeBump, ImmutableArray<DecoratedSignature> Signatures)
    : TransactionEnvelope(Signatures)
{
    public override Hash256 Hash(Network network) => FeeBump.Hash(network);
}

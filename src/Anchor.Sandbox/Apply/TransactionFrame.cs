using System.Collections.Immutable;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>A submitted transaction, decoded once, with everything the rules ask of it.</summary>
internal sealed class TransactionFrame
{
    private TransactionFrame(byte[] bytes, TransactionEnvelope envelope, SimpleEnvelope simple, Network network)
    {
        Bytes = bytes;
        Envelope = envelope;
        Transaction = simple.Transaction;
        InnerHash = simple.Hash(network);
        Hash = envelope is FeeBumpEnvelope ? envelope.Hash(network) : InnerHash;
        Signatures = new SignatureSet(InnerHash, simple.Signatures);
        FeeSignatures = envelope is FeeBumpEnvelope ? new SignatureSet(Hash, envelope.Signatures) : null;
    }

    /// <summary>The envelope as it was sent.</summary>
    public byte[] Bytes { get; }

    public TransactionEnvelope Envelope { get; }

    /// <summary>The transaction itself, a fee bump's inner one.</summary>
    public Transaction Transaction { get; }

    public Hash256 Hash { get; }

    /// <summary>Equal to <see cref="Hash"/> unless this is a fee bump.</summary>
    public Hash256 InnerHash { get; }

    public SignatureSet Signatures { get; }

    /// <summary>The fee payer's signatures, if this is a fee bump.</summary>
    public SignatureSet? FeeSignatures { get; }

    public FeeBumpTransaction? FeeBump => (Envelope as FeeBumpEnvelope)?.FeeBump;

    public AccountId Source => Transaction.Source.Account;

    public AccountId FeeSource => FeeBump?.FeeSource.Account ?? Source;

    public ImmutableArray<Operation> Operations => Transaction.Operations;

    /// <summary>Operations as fees count them: a fee bump counts as one more.</summary>
    public int FeeOperations => Operations.Length + (FeeBump is null ? 0 : 1);

    /// <summary>The most it may cost, in stroops.</summary>
    public long MaxFee => FeeBump?.Fee ?? Transaction.Fee;

    public AccountId SourceOf(Operation operation) => (operation.Source ?? Transaction.Source).Account;

    public static TransactionFrame Create(byte[] bytes, TransactionEnvelope envelope, Network network) =>
        new(bytes, envelope, envelope as SimpleEnvelope ?? ((FeeBumpEnvelope)envelope).FeeBump.Inner, network);
}

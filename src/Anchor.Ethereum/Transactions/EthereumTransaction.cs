using Anchor.Crypto;
using Anchor.Ethereum.Rlp;

namespace Anchor.Ethereum.Transactions;

/// <summary>A transaction before it is signed: legacy with its chain's id (EIP-155), or with dynamic fees (EIP-1559).</summary>
public sealed record EthereumTransaction
{
    internal const byte DynamicFeeType = 2;

    public required long ChainId { get; init; }

    /// <summary>How many transactions of the sender come before it.</summary>
    public required long Nonce { get; init; }

    public required TransactionFees Fees { get; init; }

    public required long GasLimit { get; init; }

    /// <summary>Null makes a contract of <see cref="Data"/>.</summary>
    public EthereumAddress? To { get; init; }

    /// <summary>In wei.</summary>
    public UInt256 Value { get; init; }

    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>What is signed.</summary>
    public Bytes32 SigningHash() =>
        Bytes32.Keccak(
            Fees is TransactionFees.Dynamic
                ? Encode(Fields())
                : Encode([.. Fields(), RlpItem.Of(ChainId), RlpItem.Of(0L), RlpItem.Of(0L)])
        );

    /// <summary>The bytes to send, always the same for the same transaction and key.</summary>
    public SignedTransaction Sign(Secp256k1PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var signature = key.Sign(SigningHash().ToArray());
        return new SignedTransaction(this, EthereumAddress.Of(key), Encode([.. Fields(), .. Signed(signature)]));
    }

    private RlpItem[] Fields()
    {
        var to = To is { } address ? RlpItem.Of(address) : RlpItem.Of(ReadOnlySpan<byte>.Empty);
        return Fees switch
        {
            TransactionFees.Dynamic fees =>
            [
                RlpItem.Of(ChainId),
                RlpItem.Of(Nonce),
                RlpItem.Of(fees.MaxPriorityFeePerGas),
                RlpItem.Of(fees.MaxFeePerGas),
                RlpItem.Of(GasLimit),
                to,
                RlpItem.Of(Value),
                RlpItem.Of(Data.Span),
                RlpItem.List(),
            ],
            _ =>
            [
                RlpItem.Of(Nonce),
                RlpItem.Of(Fees.Most),
                RlpItem.Of(GasLimit),
                to,
                RlpItem.Of(Value),
                RlpItem.Of(Data.Span),
            ],
        };
    }

    private RlpItem[] Signed(Secp256k1Signature signature)
    {
        var v = Fees is TransactionFees.Dynamic ? signature.Parity : (ChainId * 2) + 35 + signature.Parity;
        return [RlpItem.Of(v), Number(signature.R), Number(signature.S)];

        static RlpItem Number(byte[] bytes) => RlpItem.Of(UInt256.FromBigEndian(bytes));
    }

    private byte[] Encode(RlpItem[] fields)
    {
        var list = RlpCoding.Encode(RlpItem.List([.. fields]));
        return Fees is TransactionFees.Dynamic ? [DynamicFeeType, .. list] : list;
    }
}

using System.Collections.Immutable;
using Anchor.Crypto;
using Anchor.Ethereum.Rlp;

namespace Anchor.Ethereum.Transactions;

/// <summary>A signed transaction: the bytes as they are sent, and what they say.</summary>
public sealed class SignedTransaction
{
    private const int LegacyFields = 9;
    private const int DynamicFields = 12;
    private const int FirstProtectedV = 35;

    private readonly byte[] _raw;

    internal SignedTransaction(EthereumTransaction transaction, EthereumAddress from, byte[] raw)
    {
        Transaction = transaction;
        From = from;
        _raw = raw;
        Hash = Bytes32.Keccak(raw);
    }

    public EthereumTransaction Transaction { get; }

    /// <summary>Whose key signed it.</summary>
    public EthereumAddress From { get; }

    /// <summary>By which the chain knows it.</summary>
    public Bytes32 Hash { get; }

    public ReadOnlySpan<byte> Raw => _raw;

    /// <summary>Reads bytes that were signed here or elsewhere; null if they are no transaction of the two kinds, or nobody's.</summary>
    public static SignedTransaction? TryDecode(ReadOnlySpan<byte> raw)
    {
        var isDynamic = raw is [EthereumTransaction.DynamicFeeType, ..];
        var item = RlpCoding.TryDecode(isDynamic ? raw[1..] : raw);
        if (item is not { IsList: true } || item.Items.Length != (isDynamic ? DynamicFields : LegacyFields))
        {
            return null;
        }

        var read = isDynamic ? ReadDynamic(item.Items) : ReadLegacy(item.Items);
        if (
            read is not var (transaction, parity)
            || item.Items[^2].ToNumber() is not { } r
            || item.Items[^1].ToNumber() is not { } s
        )
        {
            return null;
        }

        var signature = new Secp256k1Signature(Word(r), Word(s), parity);
        return Secp256k1.Recover(transaction.SigningHash().ToArray(), signature) is { } key
            ? new SignedTransaction(transaction, EthereumAddress.OfPublicKey(key), raw.ToArray())
            : null;
    }

    private static (EthereumTransaction Transaction, int Parity)? ReadDynamic(ImmutableArray<RlpItem> fields)
    {
        var parity = Small(fields[9]);
        if (
            Small(fields[0]) is not { } chainId
            || Small(fields[1]) is not { } nonce
            || fields[2].ToNumber() is not { } tip
            || fields[3].ToNumber() is not { } cap
            || Rest(fields.AsSpan(4, 4)) is not { } rest
            || fields[8] is not { IsList: true, Items: [] }
            || parity is not (0 or 1)
        )
        {
            return null;
        }

        return (
            rest with
            {
                ChainId = chainId,
                Nonce = nonce,
                Fees = new TransactionFees.Dynamic(cap, tip),
            },
            (int)parity
        );
    }

    private static (EthereumTransaction Transaction, int Parity)? ReadLegacy(ImmutableArray<RlpItem> fields)
    {
        if (
            Small(fields[0]) is not { } nonce
            || fields[1].ToNumber() is not { } price
            || Rest(fields.AsSpan(2, 4)) is not { } rest
            || Small(fields[6]) is not (>= FirstProtectedV and var v)
        )
        {
            return null;
        }

        return (
            rest with
            {
                ChainId = (v - FirstProtectedV) / 2,
                Nonce = nonce,
                Fees = new TransactionFees.Legacy(price),
            },
            (int)((v - FirstProtectedV) % 2)
        );
    }

    /// <summary>Gas limit, recipient, value and data stand in both kinds in this order.</summary>
    private static EthereumTransaction? Rest(ReadOnlySpan<RlpItem> fields)
    {
        if (
            Small(fields[0]) is not { } gasLimit
            || fields[1].IsList
            || fields[1].Bytes.Length is not (0 or EthereumAddress.Size)
            || fields[2].ToNumber() is not { } value
            || fields[3].IsList
        )
        {
            return null;
        }

        return new EthereumTransaction
        {
            ChainId = 0,
            Nonce = 0,
            Fees = new TransactionFees.Legacy(UInt256.Zero),
            GasLimit = gasLimit,
            To = fields[1].Bytes.IsEmpty ? null : new EthereumAddress(fields[1].Bytes),
            Value = value,
            Data = fields[3].Bytes.ToArray(),
        };
    }

    private static long? Small(RlpItem item) =>
        item.ToNumber() is { } number && number <= long.MaxValue ? (long)number : null;

    private static byte[] Word(UInt256 number)
    {
        var word = new byte[UInt256.Size];
        number.WriteBigEndian(word);
        return word;
    }
}

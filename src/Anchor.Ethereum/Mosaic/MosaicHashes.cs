using Anchor.Ethereum.Abi;

namespace Anchor.Ethereum.Mosaic;

/// <summary>What a request asks for: the words that its hash covers.</summary>
/// <param name="Account">The staker or redeemer.</param>
/// <param name="Gateway">The gateway of the source chain.</param>
public sealed record TransferTerms(
    UInt256 Amount,
    EthereumAddress Beneficiary,
    UInt256 GasPrice,
    UInt256 GasLimit,
    UInt256 Nonce,
    EthereumAddress Account,
    EthereumAddress Gateway
);

/// <summary>
/// The hashing rules of mosaic-contracts 0.12.0. Type hashes are of the ABI-encoded text, not of the bare one as in EIP-712, and the
/// words of a request are packed.
/// </summary>
public static class MosaicHashes
{
    private static readonly AbiFunction Text = new("t(string)");
    private static readonly AbiFunction Domain = new("d(bytes32 type, address contract)");
    private static readonly AbiFunction Intent = new(
        "i(bytes32 type, uint256 amount, address beneficiary, address gateway)"
    );
    private static readonly AbiFunction Message = new(
        "m(bytes32 type, bytes32 intent, uint256 nonce, uint256 gasPrice, uint256 gasLimit, address sender, bytes32 hashLock)"
    );

    private static readonly Bytes32 DomainType = Bytes32.Keccak("EIP712Domain(address verifyingContract)"u8);

    public static readonly Bytes32 StakeIntentType = TypeHash(
        "StakeIntent(uint256 amount,address beneficiary,address gateway)"
    );

    public static readonly Bytes32 RedeemIntentType = TypeHash(
        "RedeemIntent(uint256 amount,address beneficiary,address gateway)"
    );

    public static readonly Bytes32 MessageType = TypeHash(
        "Message(bytes32 intentHash,uint256 nonce,uint256 gasPrice,uint256 gasLimit,address sender,bytes32 hashLock)"
    );

    public static readonly Bytes32 StakeRequestType = TypeHash(PoolContract.Composer.RequestType);
    public static readonly Bytes32 RedeemRequestType = TypeHash(PoolContract.RedeemPool.RequestType);

    /// <summary>The hash under which the pool holds a request.</summary>
    /// <param name="requestType"><see cref="StakeRequestType"/> or <see cref="RedeemRequestType"/>.</param>
    /// <param name="terms">What was asked for.</param>
    /// <param name="pool">The composer or redeem pool.</param>
    public static Bytes32 Request(Bytes32 requestType, TransferTerms terms, EthereumAddress pool)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var words = Bytes32.Keccak([
            .. requestType.ToArray(),
            .. Word(terms.Amount),
            .. terms.Beneficiary.ToArray(),
            .. Word(terms.GasPrice),
            .. Word(terms.GasLimit),
            .. Word(terms.Nonce),
            .. terms.Account.ToArray(),
            .. terms.Gateway.ToArray(),
        ]);
        var domain = Encoded(Domain, DomainType, pool);
        return Bytes32.Keccak([0x19, 0x01, .. domain.ToArray(), .. words.ToArray()]);
    }

    /// <summary>The hash of what is intended.</summary>
    /// <param name="intentType"><see cref="StakeIntentType"/> or <see cref="RedeemIntentType"/>.</param>
    /// <param name="terms">What was asked for.</param>
    public static Bytes32 IntentOf(Bytes32 intentType, TransferTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return Encoded(Intent, intentType, terms.Amount, terms.Beneficiary, terms.Gateway);
    }

    /// <summary>The hash under which both gateways know the message.</summary>
    /// <param name="intent">See <see cref="IntentOf"/>.</param>
    /// <param name="terms">What was asked for.</param>
    /// <param name="proxy">The sender of the message.</param>
    /// <param name="hashLock">See <see cref="HashLock"/>.</param>
    public static Bytes32 MessageOf(Bytes32 intent, TransferTerms terms, EthereumAddress proxy, Bytes32 hashLock)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return Encoded(Message, MessageType, intent, terms.Nonce, terms.GasPrice, terms.GasLimit, proxy, hashLock);
    }

    /// <summary>The lock that a secret opens.</summary>
    public static Bytes32 HashLock(Bytes32 secret) => Bytes32.Keccak(secret.ToArray());

    private static Bytes32 TypeHash(string text) => Encoded(Text, text);

    private static Bytes32 Encoded(AbiFunction words, params object[] values) =>
        Bytes32.Keccak(words.Encode(values).AsSpan(words.Selector.Length));

    private static byte[] Word(UInt256 number)
    {
        var word = new byte[UInt256.Size];
        number.WriteBigEndian(word);
        return word;
    }
}

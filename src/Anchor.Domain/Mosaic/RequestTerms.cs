namespace Anchor.Domain.Mosaic;

/// <summary>What was asked for, as the request's event gave it. The request hash covers all of it but the proxy.</summary>
/// <param name="Pair">Which pair of chains and gateways it belongs to: a name of the configuration.</param>
/// <param name="Pool">The composer of a stake, the redeem pool of a redemption.</param>
/// <param name="SourceGateway">The gateway of a stake, the co-gateway of a redemption.</param>
/// <param name="Account">The staker or redeemer.</param>
/// <param name="Proxy">The contract that the pool made for the account; it is the sender of the message.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.terms")]
public sealed record RequestTerms(
    TransferKind Kind,
    string RequestHash,
    string Pair,
    string Pool,
    string SourceGateway,
    TokenAmount Amount,
    string Beneficiary,
    TokenAmount GasPrice,
    TokenAmount GasLimit,
    TokenAmount Nonce,
    string Account,
    string Proxy
);

/// <summary>The hash lock that this facilitator chose, stored before it is used and never replaced.</summary>
/// <param name="SealedSecret">The 32 bytes that open the lock, encrypted with the installation's key.</param>
/// <param name="MessageHash">The message that the terms make with this lock.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.own-lock")]
public sealed record OwnLock(string HashLock, string SealedSecret, string MessageHash);

/// <summary>A message that carries the request under a lock whose secret is not here: a stranger's, or one's own that was lost.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.foreign-message")]
public sealed record ForeignMessage(string MessageHash, string HashLock);

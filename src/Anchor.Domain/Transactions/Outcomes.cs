using System.Text.Json.Serialization;
using Anchor.Domain.Money;

namespace Anchor.Domain.Transactions;

/// <summary>Whether an account can take a payment of an asset now.</summary>
[GenerateSerializer]
[Alias("anchor.destination-state")]
[JsonConverter(typeof(SnakeCaseEnumConverter<DestinationState>))]
public enum DestinationState
{
    Ready = 0,
    AccountMissing = 1,
    TrustlineMissing = 2,
    TrustlineUnauthorized = 3,
    TrustlineTooSmall = 4,

    /// <summary>The account asks for a memo (SEP-29) and the wallet gave none.</summary>
    MemoRequired = 5,
}

/// <summary>How the rails answered about money on its way out.</summary>
[GenerateSerializer]
[Alias("anchor.outgoing-state")]
public enum OutgoingState
{
    Settled = 0,
    Pending = 1,
    Failed = 2,

    /// <summary>It was tried, the rails neither de-duplicate nor can look it up: a person must find out.</summary>
    Unknown = 3,
}

/// <summary>How an ordered ledger payment ended.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.payout-end")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "end")]
[JsonDerivedType(typeof(Paid), "paid")]
[JsonDerivedType(typeof(DestinationRefused), "destination_refused")]
[JsonDerivedType(typeof(Impossible), "impossible")]
[JsonDerivedType(typeof(NetworkReset), "network_reset")]
public abstract record PayoutEnd
{
    private PayoutEnd() { }

    /// <summary>It stands on the ledger.</summary>
    [GenerateSerializer]
    [Immutable]
    [Alias("anchor.payout-end.paid")]
    public sealed record Paid(string StellarTransactionId, Amount Amount, string? ClaimableBalanceId) : PayoutEnd;

    /// <summary>It is proved that nothing was paid, and the destination is why.</summary>
    [GenerateSerializer]
    [Immutable]
    [Alias("anchor.payout-end.destination")]
    public sealed record DestinationRefused(DestinationState State) : PayoutEnd;

    /// <summary>It is proved that nothing was paid, and trying again would not help.</summary>
    [GenerateSerializer]
    [Immutable]
    [Alias("anchor.payout-end.impossible")]
    public sealed record Impossible(string Reason) : PayoutEnd;

    /// <summary>The network was reset before it was known whether it was paid, and nobody will ever know.</summary>
    /// <param name="StellarTransactionId">The hash of the bytes that were signed, and may have been sent; null if none were in flight.</param>
    [GenerateSerializer]
    [Immutable]
    [Alias("anchor.payout-end.network-reset")]
    public sealed record NetworkReset(string? StellarTransactionId) : PayoutEnd;
}

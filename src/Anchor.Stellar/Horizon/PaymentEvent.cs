using System.Collections.Immutable;

namespace Anchor.Stellar.Horizon;

/// <summary>One record of an account's payments, read or set aside.</summary>
public abstract record PaymentEvent
{
    private protected PaymentEvent() { }

    /// <summary>Its place in the order; null if Horizon gave none.</summary>
    internal abstract long? Place { get; }
}

/// <summary>A record that could not be read. It goes on as it came, so that it neither stops the stream nor is lost.</summary>
/// <param name="Id">Its paging token; null if Horizon gave none.</param>
/// <param name="Raw">What Horizon sent.</param>
/// <param name="Reason">Why it could not be read.</param>
public sealed record PoisonedRecord(long? Id, string Raw, string Reason) : PaymentEvent
{
    internal override long? Place => Id;
}

/// <summary>An operation that may have moved value, with the memo of its transaction. Amounts in stroops.</summary>
public sealed record PaymentRecord : PaymentEvent
{
    internal override long? Place => Id;

    /// <summary>The operation id, which is its paging token and natural key.</summary>
    public required long Id { get; init; }

    public required PaymentKind Kind { get; init; }

    /// <summary>Horizon's word for the kind.</summary>
    public required string Type { get; init; }

    public required string TransactionHash { get; init; }

    /// <summary>False if nothing moved: never credit such a record.</summary>
    public required bool TransactionSuccessful { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string SourceAccount { get; init; }

    /// <summary>Who paid; null for a contract call, whose <see cref="BalanceChanges"/> say it.</summary>
    public PaymentParty? From { get; init; }

    /// <summary>Who was paid; null for a contract call.</summary>
    public PaymentParty? To { get; init; }

    /// <summary>What arrived.</summary>
    public HorizonAsset? Asset { get; init; }

    /// <summary>What arrived. A merge does not tell in its operation: it is taken from the embedded transaction's result, and null without it (ask <see cref="HorizonClient.GetMergedAmountAsync"/>). Null for a contract call.</summary>
    public long? Amount { get; init; }

    /// <summary>What a path payment was paid with.</summary>
    public HorizonAsset? SourceAsset { get; init; }

    public long? SourceAmount { get; init; }

    /// <summary>What a contract call moved; one call may pay several accounts, or one several times.</summary>
    public ImmutableArray<PaymentBalanceChange> BalanceChanges { get; init; } = [];

    /// <summary>Null if the transaction was not asked for.</summary>
    public PaymentMemo? Memo { get; init; }

    /// <summary>The transaction's result, if it was asked for.</summary>
    public string? ResultXdr { get; init; }
}

/// <summary>The operations that Horizon counts as payments.</summary>
public enum PaymentKind
{
    /// <summary>A type that is not known here: nothing is known of its amounts.</summary>
    Other = 0,
    Payment = 1,
    PathPaymentStrictReceive = 2,
    PathPaymentStrictSend = 3,
    CreateAccount = 4,
    AccountMerge = 5,
    ContractCall = 6,
}

/// <summary>An account on one side of a payment; with its muxed address and id where the payment named one.</summary>
public sealed record PaymentParty(string Account, string? Muxed = null, ulong? MuxedId = null);

/// <summary>What a contract call moved of an asset.</summary>
/// <param name="Type"><c>transfer</c>, <c>mint</c>, <c>clawback</c> or <c>burn</c>.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">In stroops.</param>
/// <param name="From">An account or a contract; null for a mint.</param>
/// <param name="To">An account or a contract; null for a burn.</param>
/// <param name="DestinationMuxedId">The id that the payer gave for the destination.</param>
public sealed record PaymentBalanceChange(
    string Type,
    HorizonAsset Asset,
    long Amount,
    string? From,
    string? To,
    ulong? DestinationMuxedId
);

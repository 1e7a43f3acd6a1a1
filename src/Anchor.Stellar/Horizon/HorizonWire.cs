using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Stellar.Horizon;

/// <summary>A page as Horizon writes it.</summary>
internal sealed record PageWire<T>([property: JsonPropertyName("_embedded")] RecordsWire<T> Embedded);

internal sealed record RecordsWire<T>(ImmutableArray<T> Records);

/// <summary>The answer of <c>/transactions_async</c>.</summary>
internal sealed record AsyncSubmissionWire(string TxStatus, string Hash, string? ErrorResultXdr = null);

/// <summary>An effect; only credits are read.</summary>
internal sealed record EffectWire(
    string PagingToken,
    string Type,
    string? Account = null,
    string? AssetType = null,
    string? Amount = null
);

/// <summary>An operation of <c>/payments</c>: the union of the fields of its types.</summary>
internal sealed record OperationWire(
    long Id,
    long PagingToken,
    bool TransactionSuccessful,
    string SourceAccount,
    string Type,
    DateTimeOffset CreatedAt,
    string TransactionHash
)
{
    public string? From { get; init; }
    public string? FromMuxed { get; init; }
    public ulong? FromMuxedId { get; init; }
    public string? To { get; init; }
    public string? ToMuxed { get; init; }
    public ulong? ToMuxedId { get; init; }
    public string? AssetType { get; init; }
    public string? AssetCode { get; init; }
    public string? AssetIssuer { get; init; }

    [JsonConverter(typeof(StroopsJsonConverter))]
    public long? Amount { get; init; }

    public string? SourceAssetType { get; init; }
    public string? SourceAssetCode { get; init; }
    public string? SourceAssetIssuer { get; init; }

    [JsonConverter(typeof(StroopsJsonConverter))]
    public long? SourceAmount { get; init; }

    public string? Funder { get; init; }
    public string? FunderMuxed { get; init; }
    public ulong? FunderMuxedId { get; init; }
    public string? Account { get; init; }
    public string? AccountMuxed { get; init; }
    public ulong? AccountMuxedId { get; init; }

    [JsonConverter(typeof(StroopsJsonConverter))]
    public long? StartingBalance { get; init; }

    public string? Into { get; init; }
    public string? IntoMuxed { get; init; }
    public ulong? IntoMuxedId { get; init; }
    public ImmutableArray<BalanceChangeWire>? AssetBalanceChanges { get; init; }
    public JoinedTransactionWire? Transaction { get; init; }
}

/// <summary>What a contract call moved of a classic asset.</summary>
internal sealed record BalanceChangeWire(
    string Type,
    string AssetType,
    [property: JsonConverter(typeof(StroopsJsonConverter))] long Amount,
    string? AssetCode = null,
    string? AssetIssuer = null,
    string? From = null,
    string? To = null,
    ulong? DestinationMuxedId = null
);

/// <summary>The part of an embedded transaction that a payment's reader needs.</summary>
internal sealed record JoinedTransactionWire(
    string Hash,
    string MemoType,
    string? Memo = null,
    string? MemoBytes = null,
    string? ResultXdr = null
);

using System.Globalization;
using System.Text.Json.Serialization;
using Anchor.Stellar;

namespace Anchor.Silo.Wallet;

internal sealed record ChallengeWire(string Transaction, string NetworkPassphrase);

internal sealed record TokenWire(string Token);

internal sealed record InteractiveWire(string Type, Uri Url, string Id);

internal sealed record TransactionEnvelopeWire(WalletTransaction Transaction);

/// <summary>A transaction as SEP-24 shows it to a wallet.</summary>
internal sealed record WalletTransaction
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public string? AmountIn { get; init; }

    public string? AmountOut { get; init; }

    public string? AmountFee { get; init; }

    public string? WithdrawAnchorAccount { get; init; }

    public string? WithdrawMemo { get; init; }

    public string? WithdrawMemoType { get; init; }

    public string? StellarTransactionId { get; init; }

    public string? ExternalTransactionId { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Nothing will come of it any more.</summary>
    [JsonIgnore]
    public bool HasFailed =>
        Status is "error" or "expired" or "refunded" or "no_market" or "too_small" or "too_large" or "on_hold";

    /// <summary>What the anchor wants to see on the payment of a withdrawal.</summary>
    public Memo MemoToPayWith() =>
        WithdrawMemoType switch
        {
            "text" => Memo.Text(WithdrawMemo!),
            "id" => Memo.Id(ulong.Parse(WithdrawMemo!, NumberStyles.None, CultureInfo.InvariantCulture)),
            "hash" => Memo.Hash(new Hash256(Convert.FromBase64String(WithdrawMemo!))),
            _ => Memo.None,
        };

    /// <summary>The amounts that are known, in words.</summary>
    public string Amounts() => AmountIn is null ? "" : $"in {AmountIn}, fee {AmountFee}, out {AmountOut}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChallengeWire))]
[JsonSerializable(typeof(TokenWire))]
[JsonSerializable(typeof(InteractiveWire))]
[JsonSerializable(typeof(TransactionEnvelopeWire))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class WalletJson : JsonSerializerContext;

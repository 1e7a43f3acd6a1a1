using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Anchor.Domain;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep24;

/// <summary>Writes a transaction as SEP-24 describes it ("Transaction History"), straight into UTF-8.</summary>
internal sealed class TransactionJson(IAssetCatalogue assets, IOptions<AnchorApiOptions> options)
{
    private const int ShownDigits = 4;

    private static readonly FrozenDictionary<TransactionStatus, JsonEncodedText> StatusNames =
        Enum.GetValues<TransactionStatus>().ToFrozenDictionary(s => s, s => JsonEncodedText.Encode(s.WireName()));

    private static readonly JsonEncodedText Deposit = JsonEncodedText.Encode(TransactionKind.Deposit.WireName());
    private static readonly JsonEncodedText Withdrawal = JsonEncodedText.Encode(TransactionKind.Withdrawal.WireName());

    private readonly string _moreInfo = $"{options.Value.BaseUrl}{Sep24Paths.MoreInfo}?id=";

    /// <summary>The page that tells the user about the transaction; it needs no token.</summary>
    public string MoreInfoUrl(AnchorTransaction transaction) => _moreInfo + transaction.Id;

    /// <summary><c>{"transaction": …}</c></summary>
    public void WriteOne(Utf8JsonWriter writer, AnchorTransaction transaction)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("transaction"u8);
        Write(writer, transaction);
        writer.WriteEndObject();
    }

    public void Write(Utf8JsonWriter writer, AnchorTransaction transaction)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, transaction.Id);
        writer.WriteString("kind"u8, transaction.Kind == TransactionKind.Deposit ? Deposit : Withdrawal);
        writer.WriteString("status"u8, StatusNames[transaction.Status]);
        writer.WriteString("more_info_url"u8, MoreInfoUrl(transaction));
        WriteAmounts(writer, transaction);
        WriteTime(writer, "started_at"u8, transaction.StartedAt);
        WriteTime(writer, "updated_at"u8, transaction.UpdatedAt);
        WriteOptional(writer, "completed_at"u8, transaction.CompletedAt);
        if (AwaitsUser(transaction))
        {
            WriteOptional(writer, "user_action_required_by"u8, transaction.UserActionRequiredBy);
        }

        writer.WriteString("stellar_transaction_id"u8, transaction.StellarTransactionId);
        writer.WriteString("external_transaction_id"u8, transaction.ExternalTransactionId);
        if (transaction.Message is { } message)
        {
            writer.WriteString("message"u8, message);
        }

        if (transaction.Kind == TransactionKind.Deposit)
        {
            WriteDeposit(writer, transaction);
        }
        else
        {
            WriteWithdrawal(writer, transaction);
        }

        WriteRefunds(writer, transaction);
        writer.WriteEndObject();
    }

    /// <summary>Where the money goes outside the ledger, all but its last characters hidden.</summary>
    internal static string? MaskedDestination(AnchorTransaction transaction)
    {
        foreach (var name in Sep9Fields.Destinations)
        {
            if (transaction.Fields.TryGetValue(name, out var value) && value.Length > 0)
            {
                return value.Length > ShownDigits
                    ? string.Concat(
                        new string('*', value.Length - ShownDigits),
                        value.AsSpan(value.Length - ShownDigits)
                    )
                    : new string('*', value.Length);
            }
        }

        return null;
    }

    private static bool AwaitsUser(AnchorTransaction transaction) =>
        transaction.Status
            is TransactionStatus.Incomplete
                or TransactionStatus.PendingUserTransferStart
                or TransactionStatus.PendingUser
                or TransactionStatus.PendingTrust;

    private void WriteAmounts(Utf8JsonWriter writer, AnchorTransaction transaction)
    {
        var decimals = DecimalsOf(transaction);
        var asset = transaction.Asset.ToString();
        var amounts = transaction.Amounts ?? transaction.Expected;
        var (fee, amountOut) = Kept(transaction, amounts);
        WriteAmount(writer, "amount_in"u8, amounts?.In, decimals);
        writer.WriteString("amount_in_asset"u8, asset);
        WriteAmount(writer, "amount_out"u8, amountOut, decimals);
        writer.WriteString("amount_out_asset"u8, asset);
        WriteAmount(writer, "amount_fee"u8, fee, decimals);
        writer.WriteString("amount_fee_asset"u8, asset);
        if (amounts is not null)
        {
            writer.WriteStartObject("fee_details"u8);
            WriteAmount(writer, "total"u8, fee, decimals);
            writer.WriteString("asset"u8, asset);
            writer.WriteEndObject();
        }
    }

    /// <summary>What is kept and what goes out. After a refund nothing goes out, and what was not sent back is the fee (SEP-24, "Amount Formulas").</summary>
    private static (Amount? Fee, Amount? Out) Kept(AnchorTransaction transaction, FeeQuote? amounts)
    {
        if (amounts is null || transaction.Refunds.IsEmpty)
        {
            return (amounts?.Fee, amounts?.Out);
        }

        var (sentBack, fee) = Refunded(transaction);
        var gone = sentBack + fee;
        return (gone < amounts.In ? amounts.In - gone : Amount.Zero, Amount.Zero);
    }

    private static (Amount Amount, Amount Fee) Refunded(AnchorTransaction transaction)
    {
        var (amount, fee) = (Amount.Zero, Amount.Zero);
        foreach (var refund in transaction.Refunds)
        {
            (amount, fee) = (amount + refund.Amount, fee + refund.Fee);
        }

        return (amount, fee);
    }

    private int DecimalsOf(AnchorTransaction transaction) => assets.Find(transaction.Asset)?.Decimals ?? 7;

    private static void WriteDeposit(Utf8JsonWriter writer, AnchorTransaction transaction)
    {
        writer.WriteNull("from"u8);
        writer.WriteString("to"u8, transaction.Counterparty ?? transaction.Account);
        if (transaction.Memo is { } memo)
        {
            writer.WriteString("deposit_memo"u8, memo.Value);
            writer.WriteString("deposit_memo_type"u8, SnakeCaseEnumConverter<MemoKind>.NameOf(memo.Kind));
        }

        writer.WriteString("claimable_balance_id"u8, transaction.ClaimableBalanceId);
    }

    private static void WriteWithdrawal(Utf8JsonWriter writer, AnchorTransaction transaction)
    {
        writer.WriteString("from"u8, transaction.Counterparty ?? transaction.Account);
        writer.WriteString("to"u8, MaskedDestination(transaction));

        // Before the user has finished the pages a payment would not be taken, so there is nowhere to send it.
        var ready = transaction.Status != TransactionStatus.Incomplete;
        writer.WriteString("withdraw_anchor_account"u8, ready ? transaction.DistributionAccount : null);
        writer.WriteString("withdraw_memo"u8, ready ? transaction.Memo?.Value : null);
        writer.WriteString(
            "withdraw_memo_type"u8,
            ready && transaction.Memo is { } memo ? SnakeCaseEnumConverter<MemoKind>.NameOf(memo.Kind) : null
        );
    }

    private void WriteRefunds(Utf8JsonWriter writer, AnchorTransaction transaction)
    {
        if (transaction.Refunds.IsEmpty)
        {
            return;
        }

        var decimals = DecimalsOf(transaction);
        var (amount, fee) = Refunded(transaction);
        writer.WriteBoolean("refunded"u8, transaction.Status == TransactionStatus.Refunded);
        writer.WriteStartObject("refunds"u8);
        WriteAmount(writer, "amount_refunded"u8, amount, decimals);
        WriteAmount(writer, "amount_fee"u8, fee, decimals);
        writer.WriteStartArray("payments"u8);
        foreach (var refund in transaction.Refunds)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, refund.Id);
            writer.WriteString("id_type"u8, "stellar"u8);
            WriteAmount(writer, "amount"u8, refund.Amount, decimals);
            WriteAmount(writer, "fee"u8, refund.Fee, decimals);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Cut to the asset's decimals, towards zero; a null amount is a null value, as the conformance suite wants the names.</summary>
    private static void WriteAmount(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Amount? amount, int decimals)
    {
        if (amount is not { } value)
        {
            writer.WriteNull(name);
            return;
        }

        Span<char> text = stackalloc char[32];
        Amount
            .Floor(value.Value, decimals)
            .Value.TryFormat(text, out var length, "0.#######", CultureInfo.InvariantCulture);
        writer.WriteString(name, text[..length]);
    }

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            WriteTime(writer, name, value);
        }
    }

    /// <summary>UTC, to the millisecond: more digits trouble some clients' parsers.</summary>
    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        var ticks = time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond);
        writer.WriteString(name, new DateTime(ticks, DateTimeKind.Utc));
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Anchor.Stellar.Horizon;

/// <summary>Reads Horizon's records one by one, so that a bad one spoils no other.</summary>
internal static class PaymentReader
{
    /// <summary>Reads a page; it is unreadable as a whole only if a record does not even tell its place.</summary>
    public static PaymentPage ReadPage(HorizonReply reply, long cursor, bool joined)
    {
        var records = reply.Read(HorizonJson.Default.RawPage).Embedded.Records;
        var events = ImmutableArray.CreateBuilder<PaymentEvent>(records.Length);
        foreach (var record in records)
        {
            cursor = TokenOf(record) ?? throw HorizonFaults.Unreadable(reply, null);
            events.Add(Read(record.GetRawText(), cursor, joined));
        }

        return new PaymentPage(events.MoveToImmutable(), cursor);
    }

    /// <summary>Reads one record, or says why it cannot be read.</summary>
    /// <param name="raw">The record's JSON.</param>
    /// <param name="id">The place at which it came.</param>
    /// <param name="joined">Whether its transaction must be embedded: without it, a memo would be taken for none.</param>
    public static PaymentEvent Read(string raw, long? id, bool joined)
    {
        try
        {
            var wire = JsonSerializer.Deserialize(raw, HorizonJson.Default.OperationWire);
            return wire is null ? Poisoned("null")
                : id is not null && (wire.PagingToken != id || wire.Id != id)
                    ? Poisoned($"it came as {id} but calls itself {wire.PagingToken}")
                : joined && wire.Transaction?.Hash != wire.TransactionHash ? Poisoned("its transaction is not embedded")
                : Read(wire);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return Poisoned(e.Message);
        }

        PoisonedRecord Poisoned(string reason) => new(id, raw, reason);
    }

    private static long? TokenOf(JsonElement record) =>
        record.ValueKind == JsonValueKind.Object
        && record.TryGetProperty("paging_token", out var token)
        && token.ValueKind == JsonValueKind.String
        && long.TryParse(token.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    private static PaymentRecord Read(OperationWire wire)
    {
        var record = new PaymentRecord
        {
            Id = wire.Id,
            Kind = KindOf(wire.Type),
            Type = wire.Type,
            TransactionHash = wire.TransactionHash,
            TransactionSuccessful = wire.TransactionSuccessful,
            CreatedAt = wire.CreatedAt,
            SourceAccount = wire.SourceAccount,
            Memo = wire.Transaction is { } t ? PaymentMemo.Read(t.MemoType, t.Memo, t.MemoBytes) : null,
            ResultXdr = wire.Transaction?.ResultXdr,
        };
        return record.Kind switch
        {
            PaymentKind.Payment => Paid(record, wire),
            PaymentKind.PathPaymentStrictReceive or PaymentKind.PathPaymentStrictSend => Paid(record, wire) with
            {
                SourceAsset = Needed(
                    HorizonAsset.From(wire.SourceAssetType, wire.SourceAssetCode, wire.SourceAssetIssuer),
                    "source_asset_type"
                ),
                SourceAmount = Needed(wire.SourceAmount, "source_amount"),
            },
            PaymentKind.CreateAccount => record with
            {
                From = new(Needed(wire.Funder, "funder"), wire.FunderMuxed, wire.FunderMuxedId),
                To = new(Needed(wire.Account, "account")),
                Asset = HorizonAsset.Native,
                Amount = Needed(wire.StartingBalance, "starting_balance"),
            },
            PaymentKind.AccountMerge => record with
            {
                From = new(Needed(wire.Account, "account"), wire.AccountMuxed, wire.AccountMuxedId),
                To = new(Needed(wire.Into, "into"), wire.IntoMuxed, wire.IntoMuxedId),
                Asset = HorizonAsset.Native,
                Amount = MergedAmount(wire),
            },
            PaymentKind.ContractCall => record with
            {
                BalanceChanges = [.. (wire.AssetBalanceChanges ?? []).Select(Change)],
            },
            _ => record,
        };
    }

    private static PaymentRecord Paid(PaymentRecord record, OperationWire wire) =>
        record with
        {
            From = new(Needed(wire.From, "from"), wire.FromMuxed, wire.FromMuxedId),
            To = new(Needed(wire.To, "to"), wire.ToMuxed, wire.ToMuxedId),
            Asset = Needed(HorizonAsset.From(wire.AssetType, wire.AssetCode, wire.AssetIssuer), "asset_type"),
            Amount = Needed(wire.Amount, "amount"),
        };

    private static long? MergedAmount(OperationWire wire)
    {
        var index = TotalOrderId.FromInt64(wire.Id).Operation - 1;
        return
            TransactionResult.TryDecode(wire.Transaction?.ResultXdr, out var result)
            && result.EffectiveOperations.ElementAtOrDefault(index)?.Outcome is MergedOutcome merged
            ? merged.Amount
            : null;
    }

    private static PaymentBalanceChange Change(BalanceChangeWire wire) =>
        new(
            wire.Type,
            Needed(HorizonAsset.From(wire.AssetType, wire.AssetCode, wire.AssetIssuer), "asset_type"),
            wire.Amount,
            wire.From,
            wire.To,
            wire.DestinationMuxedId
        );

    private static PaymentKind KindOf(string type) =>
        type switch
        {
            "payment" => PaymentKind.Payment,
            "path_payment_strict_receive" => PaymentKind.PathPaymentStrictReceive,
            "path_payment_strict_send" => PaymentKind.PathPaymentStrictSend,
            "create_account" => PaymentKind.CreateAccount,
            "account_merge" => PaymentKind.AccountMerge,
            "invoke_host_function" => PaymentKind.ContractCall,
            _ => PaymentKind.Other,
        };

    private static T Needed<T>(T? value, string name)
        where T : class => value ?? throw new FormatException($"{name} is missing");

    private static T Needed<T>(T? value, string name)
        where T : struct => value ?? throw new FormatException($"{name} is missing");
}

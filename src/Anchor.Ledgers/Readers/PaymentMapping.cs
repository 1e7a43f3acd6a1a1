using System.Globalization;
using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Payments;
using Anchor.Stellar.Horizon;

namespace Anchor.Ledgers.Readers;

/// <summary>Picks out of Horizon's records what came into an account, in the domain's terms.</summary>
internal static class PaymentMapping
{
    /// <summary>The rows to store for a record: none if it brought nothing to the account.</summary>
    /// <param name="record">The record.</param>
    /// <param name="account">The account that is watched.</param>
    /// <param name="mergedStroops">What an account merge brought, which its operation does not tell.</param>
    public static IEnumerable<IncomingPayment> Incoming(PaymentRecord record, string account, long? mergedStroops)
    {
        if (!record.TransactionSuccessful)
        {
            return [];
        }

        if (record.Kind == PaymentKind.ContractCall)
        {
            return record
                .BalanceChanges.Select((change, index) => (change, index))
                .Where(item => item.change.To == account && item.change.From != account)
                .Select(item => Row(record, account, item.change, item.index));
        }

        var came = record.To?.Account == account && record.From?.Account != account;
        var stroops = record.Amount ?? mergedStroops;
        return came && record.Asset is { } asset && stroops is { } amount
            ? [Row(record, account, asset, amount, record.From!.Muxed ?? record.From.Account, record.To!.MuxedId)]
            : [];
    }

    /// <summary>A record that could not be read, as a row for a person to look at.</summary>
    public static IncomingPayment SetAside(PoisonedRecord record, string account, DateTimeOffset now) =>
        new()
        {
            Id = record.Id?.ToString(CultureInfo.InvariantCulture) ?? $"unreadable/{account}/{now.UtcTicks}",
            Status = PaymentStatus.Received,
            Account = account,
            LedgerClosedAt = now,
            Raw = record.Raw,
        };

    /// <summary>A contract call may pay an account several times: the first keeps the operation's id, the others add their place.</summary>
    private static IncomingPayment Row(PaymentRecord record, string account, PaymentBalanceChange change, int index)
    {
        var row = Row(record, account, change.Asset, change.Amount, change.From ?? "", change.DestinationMuxedId);
        return index == 0 ? row : row with { Id = $"{row.Id}-{index}" };
    }

    private static IncomingPayment Row(
        PaymentRecord record,
        string account,
        HorizonAsset asset,
        long stroops,
        string from,
        ulong? muxedId
    ) =>
        new()
        {
            Id = record.Id.ToString(CultureInfo.InvariantCulture),
            Status = PaymentStatus.Received,
            Account = account,
            From = from,
            Asset = asset.Code is null ? AssetId.Native : new AssetId(asset.Code, asset.Issuer),
            Amount = Amount.FromStroops(stroops),
            Memo = MemoOf(record.Memo, muxedId),
            StellarTransactionId = record.TransactionHash,
            LedgerClosedAt = record.CreatedAt,
        };

    /// <summary>The transaction's memo; without one, the id of the muxed address that was paid, which says the same (CAP-27).</summary>
    private static MemoText? MemoOf(PaymentMemo? memo, ulong? muxedId) =>
        memo switch
        {
            { Kind: not PaymentMemoKind.None, Value: { } value } => new MemoText((MemoKind)(int)memo.Kind, value),
            _ when muxedId is { } id => new MemoText(MemoKind.Id, id.ToString(CultureInfo.InvariantCulture)),
            _ => null,
        };
}

using System.Globalization;
using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Storage.Tests.Support;

/// <summary>States to store.</summary>
internal static class Samples
{
    public const string Distribution = "GDISTRIBUTION";
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly AssetId Test = new("TEST", "GBZXN7PIRZGNMHGA7MUUUF4GWPY5AYPV6LY4UV2GL6VJGIQRXFDNMADI");
    public static readonly TransactionOwner Alice = new("GALICE", null);

    /// <summary>A withdrawal of Alice that started <paramref name="minute"/> minutes after noon.</summary>
    public static AnchorTransaction Withdrawal(string id, int minute = 0) =>
        new()
        {
            Id = id,
            Kind = TransactionKind.Withdrawal,
            Status = TransactionStatus.PendingUserTransferStart,
            Asset = Test,
            Account = Alice.Account,
            DistributionAccount = Distribution,
            Memo = new MemoText(
                MemoKind.Id,
                id.GetHashCode(StringComparison.Ordinal).ToString(CultureInfo.InvariantCulture)
            ),
            StartedAt = Noon.AddMinutes(minute),
            NextDue = Noon.AddMinutes(minute + 60),
        };

    public static AnchorTransaction Deposit(string id, int minute = 0) =>
        Withdrawal(id, minute) with
        {
            Kind = TransactionKind.Deposit,
        };

    public static IncomingPayment Payment(string id) =>
        new()
        {
            Id = id,
            Account = Distribution,
            From = "GPAYER",
            Asset = Test,
            Amount = Amount.Floor(12.5m),
            StellarTransactionId = new string('a', 64),
            LedgerClosedAt = Noon,
        };

    public static Payout Payout(string purposeId, int minute = 0, string account = Distribution) =>
        new()
        {
            Order = new PayoutOrder(
                purposeId,
                null,
                account,
                PayoutKind.Payment,
                "GDESTINATION",
                Test,
                Amount.Floor(3m),
                null,
                []
            ),
            Status = PayoutStatus.Queued,
            OrderedAt = Noon.AddMinutes(minute),
            NotBefore = Noon,
        };
}

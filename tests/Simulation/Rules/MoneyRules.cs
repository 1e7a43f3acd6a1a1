using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Rules;

/// <summary>Money leaves once, for money that came, and only as was stored before.</summary>
internal sealed class MoneyRules(SimWorld world, RuleBook book)
{
    private const string StoredFirst = "stored before performed";

    private readonly HashSet<string> _storedEffects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _storedBytes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _paid = [];

    public void OnStored(AnchorTransaction transaction)
    {
        foreach (var effect in transaction.Pending)
        {
            _storedEffects.Add(effect.Id);
        }
    }

    public void OnStored(Payout payout)
    {
        if (payout.Order.TransactionId is not null)
        {
            OnEffect(payout.Order.PurposeId);
        }

        if (payout.Signed is { } signed)
        {
            _storedBytes.Add(signed.Hash);
        }
    }

    public void OnEffect(string key) => book.Require(_storedEffects.Contains(key), StoredFirst, $"{key} is begun");

    public void OnSent(SignedEnvelope envelope) =>
        book.Require(_storedBytes.Contains(envelope.Hash), StoredFirst, $"{envelope.Hash} is sent");

    public void OnLedgerPaid(string hash, PayoutOrder order)
    {
        book.Require(
            _paid.TryAdd(order.PurposeId, hash),
            "nothing is paid twice",
            $"{order.PurposeId} by {_paid[order.PurposeId]} and by {hash}"
        );
        if (order is { TransactionId: { } id, Kind: PayoutKind.Payment or PayoutKind.ClaimableBalance })
        {
            book.Require(
                _paid.TryAdd(id, hash),
                "nothing is paid twice",
                $"{id} by {_paid[id]} and by {hash} ({order.PurposeId})"
            );
            var transaction = world.Database.Transactions.Find(id)!.State;
            if (transaction.Kind == TransactionKind.Deposit)
            {
                OnDepositPaid(id, order);
            }
            else
            {
                OnRefunded(transaction, order);
            }
        }
    }

    public void OnBankTold(string key, AnchorTransaction transaction, bool isFirst)
    {
        book.Require(isFirst, "nothing is paid twice", $"{key} at the bank");
        var payment = world.Ledger.Payments.FirstOrDefault(entry => entry.Payment.Id == transaction.PaymentId).Payment;
        book.Require(
            payment is not null
                && payment.Asset == SimAssets.Test
                && SimAssets.Quote(payment.Amount).Out == transaction.Amounts!.Out,
            "money leaves for money that came",
            $"{key} pays {transaction.Amounts?.Out} out for {payment?.Amount} {payment?.Asset.Code}"
        );
        book.Require(!_paid.ContainsKey(transaction.Id), "nothing is paid twice", $"{key} after the refund");
    }

    private void OnDepositPaid(string id, PayoutOrder order)
    {
        var received = world.Bank.ReceivedFor(id);
        book.Require(
            received is { } amount && SimAssets.Quote(amount).Out == order.Amount,
            "money leaves for money that came",
            $"{order.PurposeId} pays {order.Amount} for {received}"
        );
    }

    private void OnRefunded(AnchorTransaction transaction, PayoutOrder order)
    {
        var payment = world.Ledger.Payments.FirstOrDefault(entry => entry.Payment.Id == transaction.PaymentId).Payment;
        book.Require(
            payment is not null && payment.Amount == order.Amount && payment.From == order.Destination,
            "money leaves for money that came",
            $"{order.PurposeId} pays {order.Amount} back to {order.Destination} for {payment?.Amount} of {payment?.From}"
        );
        book.Require(
            !world.Bank.HoldsFor(transaction.Id),
            "nothing is paid twice",
            $"{order.PurposeId} while the bank pays too"
        );
    }
}

using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Rules;

/// <summary>What no row may ever do: go back, forget, or say what the ledger does not.</summary>
internal sealed class RowRules(SimWorld world, RuleBook book)
{
    private string? _covered;

    public void OnTransaction(AnchorTransaction? before, AnchorTransaction after)
    {
        if (before is null)
        {
            book.Require(
                after.Status == TransactionStatus.Incomplete,
                "a transaction begins at its beginning",
                $"{after.Id} begins as {after.Status}"
            );
            return;
        }

        book.Require(
            !before.Status.IsTerminal() || after.Status == before.Status,
            "terminal stays terminal",
            $"{after.Id} went from {before.Status} to {after.Status}"
        );
        book.Require(
            after.History.Length >= before.History.Length
                && before.History.SequenceEqual(after.History.Take(before.History.Length)),
            "no step is forgotten",
            $"{after.Id} had {Describe(before)} and has {Describe(after)}"
        );
        book.Require(
            before.PaymentId is null || (after.PaymentId == before.PaymentId && after.Amounts == before.Amounts),
            "a transaction keeps its payment",
            $"{after.Id} had {before.PaymentId} of {before.Amounts?.In} and has {after.PaymentId} of {after.Amounts?.In}"
        );
        if (before.PaymentId is null && after.PaymentId is { } paymentId)
        {
            OnPaid(after.Id, world.Database.Payments.Find(paymentId)?.State);
        }

        book.Require(
            before.History.Length != after.History.Length
                || before.Pending.All(effect => after.Pending.Any(other => other.Id == effect.Id)),
            "no effect is forgotten",
            $"{after.Id} in {after.Status} has lost one of {string.Join(", ", before.Pending.Select(effect => effect.Id))}"
        );
    }

    /// <summary>Of two payments with one memo the first on the ledger is the transaction's money, whichever was handed over first.</summary>
    private void OnPaid(string id, IncomingPayment? payment)
    {
        book.Require(payment is not null, "a payment is received first", $"the payment of {id} is no row");
        var earlier = world.Database.Payments.Rows.Values.FirstOrDefault(row =>
            row.State.Status == PaymentStatus.Received
            && row.State.Memo == payment?.Memo
            && IsAfter(payment!.Id, row.State.Id)
        );
        book.Require(
            earlier is null,
            "the first payment is the one",
            $"{id} takes {payment?.Id} while {earlier?.State.Id} is undecided"
        );
    }

    public void OnPayment(IncomingPayment? before, IncomingPayment after)
    {
        if (before is null)
        {
            book.Require(
                after.Status == PaymentStatus.Received,
                "a payment is received first",
                $"{after.Id} begins as {after.Status}"
            );
            return;
        }

        book.Require(
            before.Status == PaymentStatus.Received,
            "a payment is decided once",
            $"{after.Id} was {before.Status} for {before.TransactionId} and becomes {after.Status} for {after.TransactionId}"
        );
        book.Require(
            before.Amount == after.Amount && before.Asset == after.Asset && before.Memo == after.Memo,
            "a payment stays what it was",
            $"{after.Id} was {before.Amount} {before.Asset.Code} and becomes {after.Amount} {after.Asset.Code}"
        );
    }

    public void OnPayout(Payout? before, Payout after)
    {
        var purpose = after.Order.PurposeId;
        book.Require(
            before is null || before.Order == after.Order || before.Order.Channels.SequenceEqual(after.Order.Channels),
            "an order stays what it was",
            purpose
        );
        book.Require(
            before is not { HasEnded: true } || before.Status == after.Status,
            "a payout ends once",
            $"{purpose} was {before?.Status} and becomes {after.Status}"
        );
        if (before?.Signed is { } old && old != after.Signed)
        {
            book.Require(
                world.Ledger.CanNeverPay(old),
                "new bytes on proof only",
                $"{purpose} gives up {old.Hash}, which may still pay"
            );
        }

        if (after.Status == PayoutStatus.Paid)
        {
            book.Require(
                world.Ledger.History.TryGetValue(after.Signed!.Hash, out var applied) && applied.Refused is null,
                "paid is what the ledger says",
                $"{purpose} is called paid by {after.Signed!.Hash}"
            );
        }
    }

    public void OnCursor(IngestState? before, IngestState after)
    {
        book.Require(
            before is null
                || (after.Epoch >= before.Epoch && (before.Cursor is null || !IsAfter(before.Cursor, after.Cursor))),
            "a cursor goes forward",
            $"from {before?.Cursor} in {before?.Epoch} to {after.Cursor} in {after.Epoch}"
        );
        _covered ??= after.Cursor;
    }

    /// <summary>Every payment up to the cursor is a row, in the same commit.</summary>
    public void AfterCommit()
    {
        if (
            _covered is null
            || world.Database.Cursors.Find(SimAssets.Distribution)?.State.Cursor is not { } cursor
            || cursor == _covered
        )
        {
            return;
        }

        foreach (var (_, payment) in world.Ledger.Payments)
        {
            if (IsAfter(payment.Id, _covered) && !IsAfter(payment.Id, cursor))
            {
                book.Require(
                    world.Database.Payments.Find(payment.Id) is not null,
                    "cursors move with the rows",
                    $"the cursor is at {cursor}, and payment {payment.Id} is no row"
                );
            }
        }

        _covered = cursor;
    }

    private static bool IsAfter(string id, string? other) =>
        other is not null && string.CompareOrdinal(PaymentIds.OrderKey(id), PaymentIds.OrderKey(other)) > 0;

    private static string Describe(AnchorTransaction transaction) =>
        string.Join(" > ", transaction.History.Select(change => change.Status.WireName()));
}

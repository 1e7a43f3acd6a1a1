using Anchor.Domain.Money;
using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Rules;

/// <summary>What the books must say when everything has come to its end, as the ledger and the bank have it.</summary>
internal static class FinalAudit
{
    /// <summary>The users have nothing more to do, and whatever can end by itself has ended.</summary>
    public static bool IsOver(SimWorld world) =>
        world.Timeline.Now > world.Faults.End
        && world.Users.All.All(user => user.IsDone)
        && world.Users.All.All(user => world.Database.Transactions.Find(user.Id) is { } row && HasEnded(row.State))
        && world.Ledger.Payments.All(entry =>
            world.Database.Payments.Find(entry.Payment.Id) is { State.Status: not PaymentStatus.Received }
        )
        && world.Database.Payouts.Rows.Values.All(row => row.State.IsDone);

    public static string Unfinished(SimWorld world)
    {
        var transactions = world.Users.All.Select(user =>
            world.Database.Transactions.Find(user.Id) is not { } row ? $"{user.Id} is not there"
            : HasEnded(row.State) ? null
            : $"{user.Id} is {row.State.Status}"
        );
        var payments = world.Ledger.Payments.Select(entry =>
            world.Database.Payments.Find(entry.Payment.Id) is not { } row ? $"payment {entry.Payment.Id} is no row"
            : row.State.Status == PaymentStatus.Received ? $"payment {entry.Payment.Id} is undecided"
            : null
        );
        var payouts = world.Database.Payouts.Rows.Values.Select(row =>
            row.State.IsDone ? null : $"{row.State.Order.PurposeId} is {row.State.Status}"
        );
        return string.Join("; ", transactions.Concat(payments).Concat(payouts).OfType<string>());
    }

    public static void Check(SimWorld world)
    {
        var kept = 0L;
        foreach (var (id, row) in world.Database.Transactions.Rows)
        {
            kept +=
                row.State.Kind == TransactionKind.Deposit
                    ? CheckDeposit(world, row.State)
                    : CheckWithdrawal(world, row.State);
            CountPayments(world, id);
        }

        foreach (var (_, payment) in world.Ledger.Payments)
        {
            if (
                payment.Asset == SimAssets.Test
                && world.Database.Payments.Find(payment.Id)!.State.Status != PaymentStatus.Matched
            )
            {
                kept += payment.Amount.Stroops;
            }
        }

        var holds = world.Ledger.Stroops + world.Bank.Stroops;
        Require(
            holds == kept,
            "money is conserved",
            $"ledger and bank hold {holds} stroops more than at the beginning, and {kept} of them are accounted for"
        );
    }

    private static bool HasEnded(AnchorTransaction transaction) =>
        transaction.Status.IsTerminal() || transaction.Status == TransactionStatus.OnHold;

    /// <summary>Gives what the anchor has left of it.</summary>
    private static long CheckDeposit(SimWorld world, AnchorTransaction transaction)
    {
        var paid = PaymentsOf(world, transaction.Id).Sum(order => order.Amount.Stroops);
        if (world.Bank.HasBounced(transaction.Id))
        {
            Require(
                transaction.Status == TransactionStatus.Error && paid == 0,
                "a deposit that bounces is not paid",
                $"{transaction.Id} is {transaction.Status}"
            );
            return 0;
        }

        if (world.Bank.ReceivedFor(transaction.Id) is not { } received)
        {
            Require(
                transaction.Status == TransactionStatus.Expired && paid == 0,
                "an unpaid deposit expires",
                $"{transaction.Id} is {transaction.Status}"
            );
            return 0;
        }

        var quote = SimAssets.Quote(received);
        Require(
            transaction.Status == TransactionStatus.Completed && paid == quote.Out.Stroops,
            "a deposit is paid once",
            $"{transaction.Id} is {transaction.Status}: {received} came, {Amount.FromStroops(paid)} of {quote.Out} left"
        );
        return quote.Fee.Stroops;
    }

    /// <summary>Gives what the anchor has left of it.</summary>
    private static long CheckWithdrawal(SimWorld world, AnchorTransaction transaction)
    {
        var refunded = PaymentsOf(world, transaction.Id).Sum(order => order.Amount.Stroops);
        var holds = world.Bank.HoldsFor(transaction.Id);
        var matched = world.Ledger.Payments.Where(entry =>
            world.Database.Payments.Find(entry.Payment.Id) is { State: { Status: PaymentStatus.Matched } payment }
            && payment.TransactionId == transaction.Id
        );
        var count = matched.Count();
        Require(
            count == (transaction.PaymentId is null ? 0 : 1),
            "a payment is matched once",
            $"{count} payments are matched with {transaction.Id}, which has {transaction.PaymentId}"
        );
        if (transaction.Amounts is not { } amounts)
        {
            Require(
                transaction.Status == TransactionStatus.Expired && refunded == 0 && !holds,
                "an unpaid withdrawal expires",
                $"{transaction.Id} is {transaction.Status}"
            );
            return 0;
        }

        var fits = transaction.Status switch
        {
            TransactionStatus.Completed => holds && refunded == 0,
            TransactionStatus.Refunded => !holds && refunded == amounts.In.Stroops,
            // Rails that promise nothing leave it to a person what became of the payment out.
            TransactionStatus.OnHold => world.Profile.Guarantee == RailsGuarantee.None && refunded == 0,
            _ => false,
        };
        Require(
            fits,
            "a withdrawal is paid out or sent back once",
            $"{transaction.Id} is {transaction.Status}: {amounts.In} came, the bank {(holds ? "has paid" : "has not paid")}, {Amount.FromStroops(refunded)} was sent back"
        );
        return transaction.Status == TransactionStatus.Refunded ? 0
            : holds ? amounts.Fee.Stroops
            : amounts.In.Stroops;
    }

    private static void CountPayments(SimWorld world, string id)
    {
        var count = PaymentsOf(world, id).Count();
        Require(count <= 1, "nothing is paid twice", $"{count} payments on the ledger for {id}");
    }

    private static IEnumerable<PayoutOrder> PaymentsOf(SimWorld world, string id) =>
        world
            .Ledger.History.Values.Where(applied =>
                applied.Refused is null
                && applied.Order.TransactionId == id
                && applied.Order.Kind is PayoutKind.Payment or PayoutKind.ClaimableBalance
            )
            .Select(applied => applied.Order);

    private static void Require(bool holds, string rule, string detail)
    {
        if (!holds)
        {
            throw new RuleBrokenException(rule, detail);
        }
    }
}

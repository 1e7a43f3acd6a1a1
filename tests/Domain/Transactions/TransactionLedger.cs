using Anchor.Domain.Money;
using Anchor.Domain.Transactions;

namespace Anchor.Domain.Tests.Transactions;

/// <summary>
/// Keeps the books of one transaction from the commands it accepted, apart from the machine, and compares after every step.
/// </summary>
internal sealed class TransactionLedger(string name)
{
    private readonly Dictionary<string, EffectKind> _kinds = [];

    /// <summary>Money that may be on its way: ordered, and no proof yet of how it ended.</summary>
    private readonly HashSet<string> _open = [];
    private int _paid;
    private int _created;

    public void Accepted(
        AnchorTransaction before,
        TransactionCommand command,
        AnchorTransaction after,
        DateTimeOffset now
    )
    {
        Assert.False(before.Status.IsTerminal(), $"{name}: {command} moved a transaction out of {before.Status}.");
        Close(before, command);
        Open(after);
        CheckForm(before, after);
        if (command is Wake || after.History.Length > before.History.Length)
        {
            CheckAlarm(after, now);
        }

        CheckMoney(before, after);
    }

    /// <summary>Only word about an order itself ends it.</summary>
    private void Close(AnchorTransaction before, TransactionCommand command)
    {
        switch (command)
        {
            case PayoutEnded ended:
                Assert.True(_open.Remove(ended.EffectId), $"{name}: {ended} was accepted and never ordered.");
                var creation = _kinds[ended.EffectId] == EffectKind.CreateDestination;
                _created += creation && ended.End is PayoutEnd.Paid ? 1 : 0;
                _paid += !creation && ended.End is PayoutEnd.Paid ? 1 : 0;
                break;
            case OutgoingAnswered { State: OutgoingState.Settled }:
                _paid++;
                _open.Remove($"{before.Id}/out");
                break;
            case OutgoingAnswered { State: OutgoingState.Failed }:
                _open.Remove($"{before.Id}/out");
                break;
        }
    }

    private void Open(AnchorTransaction after)
    {
        foreach (var effect in after.Pending)
        {
            Assert.True(
                _kinds.TryAdd(effect.Id, effect.Kind) ? !MovesMoney(effect.Kind) || _open.Add(effect.Id) : true,
                $"{name}: {effect} was ordered twice."
            );
            Assert.Equal(_kinds[effect.Id], effect.Kind);
        }

        Assert.True(_open.Count <= 1, $"{name}: money may leave twice, by {string.Join(" and ", _open)}.");
        Assert.All(
            after.Pending.Where(effect => MovesMoney(effect.Kind)),
            effect => Assert.True(_open.Contains(effect.Id), $"{name}: {effect} was ordered again after its end.")
        );
    }

    private static void CheckForm(AnchorTransaction before, AnchorTransaction after)
    {
        Assert.Equal(after.Status, after.History[^1].Status);
        Assert.Equal(after.History[^1].Reason, after.Message);
        Assert.Equal(before.History, after.History.Take(before.History.Length));
        Assert.Equal(after.Status.IsTerminal(), after.NextDue is null);
        if (after.Status.IsTerminal())
        {
            Assert.Empty(after.Pending);
            Assert.Null(after.UserActionRequiredBy);
        }

        if (before.Exists)
        {
            Assert.Equal(
                (before.Id, before.Kind, before.Account, before.Asset, before.StartedAt),
                (after.Id, after.Kind, after.Account, after.Asset, after.StartedAt)
            );
        }
    }

    /// <summary>An alarm in the past would ring without end; only the user's own deadline may be over already.</summary>
    private void CheckAlarm(AnchorTransaction after, DateTimeOffset now)
    {
        var usersTurn = after.Status is TransactionStatus.Incomplete or TransactionStatus.PendingUserTransferStart;
        Assert.Equal(usersTurn, after.UserActionRequiredBy is not null);
        Assert.True(
            after.NextDue is not { } due || due > now || (usersTurn && due == after.UserActionRequiredBy),
            $"{name}: {after.Status} at {now} is due at {after.NextDue}."
        );
    }

    private void CheckMoney(AnchorTransaction before, AnchorTransaction after)
    {
        if (before.Amounts is not null)
        {
            Assert.Equal((before.Amounts, before.PaymentId), (after.Amounts, after.PaymentId));
        }

        if (after.Amounts is { } amounts)
        {
            Assert.Equal(amounts.In, amounts.Fee + amounts.Out);
        }

        var isOver = after.Status is TransactionStatus.Completed or TransactionStatus.Refunded;
        Assert.True(isOver == (_paid == 1) && _paid <= 1, $"{name}: {after.Status} after {_paid} payments.");
        Assert.True(_created <= 1 && after.AccountCreated == (_created == 1), $"{name}: {_created} accounts created.");
        Assert.Equal(isOver, after.CompletedAt is not null);
        Assert.Equal(
            after.Status == TransactionStatus.Refunded ? after.Amounts!.In : Amount.Zero,
            after.Refunds.Aggregate(Amount.Zero, (sum, refund) => sum + refund.Amount)
        );
    }

    private static bool MovesMoney(EffectKind kind) => kind == EffectKind.ExecuteOutgoing || kind.IsLedgerPayment();
}

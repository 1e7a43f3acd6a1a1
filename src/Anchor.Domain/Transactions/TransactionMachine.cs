using static Anchor.Domain.Transactions.TransactionStatus;

namespace Anchor.Domain.Transactions;

using Verdict = Decision<AnchorTransaction>;

/// <summary>
/// The machine of SEP-24 transactions: the one place where a status changes. Every allowed move is a row of <see cref="Decide"/>.
/// </summary>
public static class TransactionMachine
{
    /// <summary>Decides a command. No clock, no input or output: the same arguments give the same answer.</summary>
    public static Verdict Decide(AnchorTransaction state, TransactionCommand command, DateTimeOffset now) =>
        (state.Kind, state.Status, command) switch
        {
            (_, None, StartTransaction c) => Accept(TransactionMoves.Start(c, now)),
            (_, None, _) => Refuse("not_found", "There is no such transaction."),
            (_, _, StartTransaction c) when c.Id == state.Id && c.Account == state.Account => Duplicate(),

            (_, Incomplete, OpenInteractive c) when state.UsedTokens.Contains(c.TokenId) => Refuse(
                "token_used",
                "This link was used already."
            ),
            (_, Incomplete, OpenInteractive c) => Accept(
                state with
                {
                    UsedTokens = state.UsedTokens.Add(c.TokenId),
                    UpdatedAt = now,
                }
            ),
            (_, Incomplete, SubmitInteractive c) => Accept(TransactionMoves.Submitted(state, c, now)),
            (_, _, OpenInteractive or SubmitInteractive) => Refuse(
                "flow_complete",
                "The interactive flow is complete already."
            ),

            (_, Incomplete or PendingUserTransferStart, Wake) when state.UserActionRequiredBy <= now => Accept(
                state.To(Expired, now)
            ),
            (_, var status, Wake) when status.IsTerminal() => Duplicate(),
            (_, _, Wake) => Accept(TransactionMoves.Woken(state, now)),

            (TransactionKind.Deposit, _, _) => DecideDeposit(state, command, now),
            (TransactionKind.Withdrawal, _, _) => DecideWithdrawal(state, command, now),
            _ => Refuse(state, command),
        };

    private static Verdict DecideDeposit(AnchorTransaction state, TransactionCommand command, DateTimeOffset now) =>
        (state.Status, command) switch
        {
            (PendingUserTransferStart, DepositSeen c) => Accept(
                state.To(PendingExternal, now) with
                {
                    ExternalTransactionId = c.ExternalTransactionId ?? state.ExternalTransactionId,
                }
            ),
            (PendingExternal, DepositSeen) => Duplicate(),
            (PendingUserTransferStart or PendingExternal, DepositReceived c) => Accept(
                TransactionMoves.DepositFunded(state, c, now)
            ),
            (_, DepositReceived) when state.Amounts is not null => Duplicate(),
            (PendingUserTransferStart or PendingExternal, DepositFailed c) => Accept(state.To(Error, now, c.Reason)),
            (Error, DepositFailed) => Duplicate(),
            (PendingUserTransferStart or PendingExternal, DepositHeld c) => Accept(state.To(OnHold, now, c.Reason)),
            (OnHold, DepositHeld) => Duplicate(),

            (PendingAnchor or PendingTrust, DestinationChecked c)
                when state.Status == PendingTrust || state.AwaitsCheck(c.EffectId) => TransactionMoves.Route(
                state,
                c.State,
                now
            )
                is { } next
                ? Accept(next)
                : Duplicate(),
            (_, DestinationChecked) => Duplicate(),

            (PendingTrust, NetworkReset) => Accept(state.To(Error, now, TransactionMoves.TrustLost)),
            // Nothing of it stands on the ledger, or the payer knows what does and will say so.
            (_, NetworkReset) => Duplicate(),

            (PendingStellar or PendingAnchor, PayoutEnded c) when state.AwaitsPayout(c.EffectId) => Accept(
                TransactionMoves.DepositPayoutEnded(state, c, now)
            ),
            (_, PayoutEnded) => Duplicate(),
            _ => Refuse(state, command),
        };

    private static Verdict DecideWithdrawal(AnchorTransaction state, TransactionCommand command, DateTimeOffset now) =>
        (state.Status, command) switch
        {
            (_, PaymentArrived c) when c.PaymentId == state.PaymentId => Duplicate(),
            (_, PaymentArrived) when state.PaymentId is not null => Refuse(
                "second_payment",
                "The transaction was paid already."
            ),
            (Incomplete, PaymentArrived) => Refuse("not_expected", "The user has not finished the interactive flow."),
            (PendingUserTransferStart, PaymentArrived c) when c.Asset != state.Asset => Refuse(
                "wrong_asset",
                $"The transaction waits for {state.Asset}."
            ),
            (PendingUserTransferStart, PaymentArrived c) => Accept(TransactionMoves.WithdrawalFunded(state, c, now)),
            (_, PaymentArrived) => Refuse(
                "late",
                $"The transaction ended as {state.Status.WireName()} before the payment came."
            ),

            (PendingAnchor, ReleaseOutgoing) when state.OutgoingOnRequest() is { } waiting => Accept(
                state with
                {
                    Pending = state.Pending.Replace(waiting, waiting with { OnRequest = false }),
                    UpdatedAt = now,
                }
            ),
            (_, ReleaseOutgoing) => Duplicate(),

            (PendingAnchor, BeginOutgoing c)
                when state.Effect(c.EffectId) is { } effect && effect.AttemptedAt == c.PreviousAttempt => Accept(
                state with
                {
                    Pending = state.Pending.Replace(effect, effect.Attempted(now)),
                    UpdatedAt = now,
                }
            ),
            (_, BeginOutgoing) => Duplicate(),

            (PendingAnchor or PendingExternal or OnHold, OutgoingAnswered c) when state.Amounts is not null =>
                TransactionMoves.Outgoing(state, c, now) is { } next ? Accept(next) : Duplicate(),
            (Completed or Refunded or PendingStellar, OutgoingAnswered) => Duplicate(),
            // Late word that the bank failed, when the failure is known and nothing can be sent back.
            (Error, OutgoingAnswered) when state.NetworkLostAt is not null => Duplicate(),

            // The bank still owes the payment out; only the way back is gone.
            (PendingAnchor or PendingExternal or OnHold or PendingStellar, NetworkReset)
                when state is { Amounts: not null, NetworkLostAt: null } => Accept(
                state with
                {
                    NetworkLostAt = now,
                    UpdatedAt = now,
                }
            ),
            (_, NetworkReset) => Duplicate(),

            (PendingStellar, PayoutEnded c) when state.AwaitsPayout(c.EffectId) => Accept(
                TransactionMoves.RefundEnded(state, c, now)
            ),
            (_, PayoutEnded) => Duplicate(),
            _ => Refuse(state, command),
        };

    private static Verdict Accept(AnchorTransaction next) => new Verdict.Accept(next);

    private static Verdict Duplicate() => new Verdict.Duplicate();

    private static Verdict Refuse(string code, string detail) => new Verdict.Reject(new Refusal(code, detail));

    private static Verdict Refuse(AnchorTransaction state, TransactionCommand command) =>
        new Verdict.Reject(Refusal.WrongStatus(state.Status, command));
}

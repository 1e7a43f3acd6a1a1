using Anchor.Domain.Money;
using static Anchor.Domain.Transactions.TransactionStatus;

namespace Anchor.Domain.Transactions;

/// <summary>What each accepted move changes. Called by <see cref="TransactionMachine"/> alone.</summary>
internal static class TransactionMoves
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(4);

    public const string TrustLost =
        "The network was reset while the deposit waited for the destination's trustline. It will not be paid.";

    public static AnchorTransaction Start(StartTransaction c, DateTimeOffset now) =>
        new AnchorTransaction
        {
            Id = c.Id,
            Kind = c.Kind,
            Asset = c.Asset,
            DistributionAccount = c.DistributionAccount,
            Account = c.Account,
            AccountMemo = c.AccountMemo,
            ClientDomain = c.ClientDomain,
            Counterparty = c.Destination,
            Memo = c.Memo,
            ClaimableBalanceSupported = c.ClaimableBalanceSupported,
            Expected = c.Expected,
            Language = c.Language,
            Fields = c.Fields,
            StartedAt = now,
            UserActionRequiredBy = c.ExpiresAt,
        }.To(Incomplete, now);

    public static AnchorTransaction Submitted(AnchorTransaction state, SubmitInteractive c, DateTimeOffset now) =>
        (state with { UserActionRequiredBy = c.ExpiresAt }).To(PendingUserTransferStart, now) with
        {
            Expected = c.Expected,
            Fields = state.Fields.SetItems(c.Fields),
        };

    /// <summary>The alarm rang: what can be asked is asked again, at growing pauses.</summary>
    public static AnchorTransaction Woken(AnchorTransaction state, DateTimeOffset now)
    {
        var asks = (state.Kind, state.Status) switch
        {
            (TransactionKind.Deposit, PendingUserTransferStart or PendingExternal) => EffectKind.AskRails,
            (TransactionKind.Withdrawal, PendingExternal or OnHold) => EffectKind.AskRails,
            (TransactionKind.Deposit, PendingTrust) => EffectKind.CheckDestination,
            _ => (EffectKind?)null,
        };
        var pending =
            asks is { } kind && state.Pending.All(e => e.Kind != kind)
                ? state.Pending.Add(New(state, kind))
                : state.Pending;
        var pause = state.Wakes < 8 ? FirstPause * (1 << state.Wakes) : LongestPause;
        return state with { Pending = pending, Wakes = state.Wakes + 1, NextDue = Due(state, now + pause) };
    }

    public static AnchorTransaction DepositFunded(AnchorTransaction state, DepositReceived c, DateTimeOffset now)
    {
        var next = state.To(PendingAnchor, now) with
        {
            Amounts = c.Amounts,
            ExternalTransactionId = c.ExternalTransactionId ?? state.ExternalTransactionId,
        };
        return next with { Pending = [New(next, EffectKind.CheckDestination)] };
    }

    /// <summary>Null if the destination is as it was when the transaction began to wait for it.</summary>
    public static AnchorTransaction? Route(AnchorTransaction state, DestinationState destination, DateTimeOffset now) =>
        destination switch
        {
            DestinationState.Ready => Order(state, PendingStellar, EffectKind.PayDeposit, now),
            DestinationState.AccountMissing when state.Asset.IsNative => Order(
                state,
                PendingStellar,
                EffectKind.PayDepositByCreation,
                now
            ),
            DestinationState.AccountMissing or DestinationState.TrustlineMissing when state.ClaimableBalanceSupported =>
                Order(state, PendingStellar, EffectKind.PayDepositAsClaimable, now),
            // Once only: whoever empties and removes the account each time would be given a new starting balance each time.
            DestinationState.AccountMissing when !state.AccountCreated => Order(
                state,
                PendingAnchor,
                EffectKind.CreateDestination,
                now
            ),
            DestinationState.MemoRequired => state.To(OnHold, now, Describe(destination)),
            _ when state.Status == PendingTrust && state.Message == Describe(destination) => null,
            _ => state.To(PendingTrust, now, Describe(destination)),
        };

    public static AnchorTransaction DepositPayoutEnded(AnchorTransaction state, PayoutEnded c, DateTimeOffset now) =>
        (c.End, state.Effect(c.EffectId)!.Kind) switch
        {
            (PayoutEnd.Paid, EffectKind.CreateDestination) => state.To(
                PendingTrust,
                now,
                Describe(DestinationState.TrustlineMissing)
            ) with
            {
                AccountCreated = true,
            },
            (PayoutEnd.Paid paid, _) => state.To(Completed, now) with
            {
                CompletedAt = now,
                StellarTransactionId = paid.StellarTransactionId,
                ClaimableBalanceId = paid.ClaimableBalanceId,
            },
            // The account appeared, or went, between the look and the payment: look again.
            (PayoutEnd.DestinationRefused { State: DestinationState.AccountMissing or DestinationState.Ready }, _) =>
                Recheck(state, now),
            (PayoutEnd.DestinationRefused { State: DestinationState.MemoRequired } refused, _) => state.To(
                OnHold,
                now,
                Describe(refused.State)
            ),
            (PayoutEnd.DestinationRefused refused, _) => state.To(PendingTrust, now, Describe(refused.State)),
            (PayoutEnd.Impossible impossible, _) => state.To(OnHold, now, impossible.Reason),
            // The account is needed on the new network as well, and a payment that was never signed was never made.
            (PayoutEnd.NetworkReset, EffectKind.CreateDestination)
            or (PayoutEnd.NetworkReset { StellarTransactionId: null }, _) => Recheck(state, now),
            (PayoutEnd.NetworkReset lost, _) => state.To(
                Error,
                now,
                $"The network was reset while the payment was on its way (transaction {lost.StellarTransactionId}). It will not be paid again."
            ),
            _ => throw new InvalidOperationException($"No move for {c.End}."),
        };

    public static AnchorTransaction WithdrawalFunded(AnchorTransaction state, PaymentArrived c, DateTimeOffset now) =>
        state.To(PendingAnchor, now) with
        {
            Amounts = c.Amounts,
            Counterparty = c.From,
            PaymentId = c.PaymentId,
            StellarTransactionId = c.StellarTransactionId,
            Pending = [new PendingEffect($"{state.Id}/out", EffectKind.ExecuteOutgoing, OnRequest: c.OnRequest)],
        };

    /// <summary>Null if the answer says nothing new.</summary>
    public static AnchorTransaction? Outgoing(AnchorTransaction state, OutgoingAnswered c, DateTimeOffset now)
    {
        var known = state with { ExternalTransactionId = c.ExternalTransactionId ?? state.ExternalTransactionId };
        return c.State switch
        {
            OutgoingState.Settled => known.To(Completed, now) with { CompletedAt = now },
            OutgoingState.Failed when state.NetworkLostAt is not null => known.To(
                Error,
                now,
                $"The payment out failed ({c.Reason}), and the network that brought the money was reset: nothing can be sent back."
            ),
            OutgoingState.Failed => Order(known, PendingStellar, EffectKind.PayRefund, now, c.Reason),
            OutgoingState.Pending when state.Status == PendingAnchor => known.To(PendingExternal, now),
            OutgoingState.Unknown when state.Status == PendingAnchor => known.To(OnHold, now, c.Reason),
            _ => null,
        };
    }

    public static AnchorTransaction RefundEnded(AnchorTransaction state, PayoutEnded c, DateTimeOffset now) =>
        c.End switch
        {
            PayoutEnd.Paid paid => state.To(Refunded, now, state.Message) with
            {
                CompletedAt = now,
                Refunds = state.Refunds.Add(new Refund(paid.StellarTransactionId, paid.Amount, Amount.Zero)),
            },
            PayoutEnd.DestinationRefused refused => state.To(
                OnHold,
                now,
                $"The refund cannot be paid. {Describe(refused.State)}"
            ),
            PayoutEnd.NetworkReset lost => state.To(
                Error,
                now,
                lost.StellarTransactionId is { } hash
                    ? $"{state.Message} The network was reset while the refund was on its way (transaction {hash}). It will not be paid again."
                    : $"{state.Message} The network was reset before the refund could be sent."
            ),
            PayoutEnd.Impossible impossible => state.To(OnHold, now, $"The refund cannot be paid. {impossible.Reason}"),
            _ => throw new InvalidOperationException($"No move for {c.End}."),
        };

    private static AnchorTransaction Recheck(AnchorTransaction state, DateTimeOffset now)
    {
        var next = state.To(PendingAnchor, now);
        return next with { Pending = [New(next, EffectKind.CheckDestination)] };
    }

    private static AnchorTransaction Order(
        AnchorTransaction state,
        TransactionStatus status,
        EffectKind kind,
        DateTimeOffset now,
        string? reason = null
    )
    {
        var next = state.To(status, now, reason) with { PayoutRound = state.PayoutRound + 1 };
        return next with { Pending = [New(next, kind)] };
    }

    /// <summary>Payout ids carry the round: a second order after a proved failure is another purpose, never the old one again.</summary>
    private static PendingEffect New(AnchorTransaction state, EffectKind kind) =>
        kind switch
        {
            EffectKind.CheckDestination => new PendingEffect($"{state.Id}/check/{state.PayoutRound}", kind),
            EffectKind.AskRails => new PendingEffect($"{state.Id}/ask", kind),
            EffectKind.PayRefund => new PendingEffect($"{state.Id}/refund/{state.PayoutRound}", kind),
            EffectKind.CreateDestination => new PendingEffect($"{state.Id}/create/{state.PayoutRound}", kind),
            _ => new PendingEffect($"{state.Id}/pay/{state.PayoutRound}", kind),
        };

    /// <summary>Where only the user can act, there is nothing to look at before the user's deadline.</summary>
    private static DateTimeOffset? FirstDue(AnchorTransaction state, TransactionStatus status, DateTimeOffset now) =>
        (state.Kind, status) switch
        {
            _ when status.IsTerminal() => null,
            (_, Incomplete) or (TransactionKind.Withdrawal, PendingUserTransferStart) => state.UserActionRequiredBy,
            (_, PendingUserTransferStart) => Due(state, now + FirstPause),
            _ => now + FirstPause,
        };

    private static DateTimeOffset Due(AnchorTransaction state, DateTimeOffset wanted) =>
        state.UserActionRequiredBy is { } deadline && deadline < wanted ? deadline : wanted;

    /// <summary>Another status: a fresh alarm, no effects but those that the move itself adds, no deadline where it is not the user's turn.</summary>
    public static AnchorTransaction To(
        this AnchorTransaction state,
        TransactionStatus status,
        DateTimeOffset now,
        string? reason = null
    ) =>
        state with
        {
            Status = status,
            Message = reason,
            UpdatedAt = now,
            UserActionRequiredBy = status.AwaitsUser() ? state.UserActionRequiredBy : null,
            Wakes = 0,
            Pending = [],
            NextDue = FirstDue(state, status, now),
            History = state.History.Add(new StatusChange(status, now, reason)),
        };

    public static PendingEffect? Effect(this AnchorTransaction state, string id) =>
        state.Pending.FirstOrDefault(e => e.Id == id);

    public static PendingEffect? OutgoingOnRequest(this AnchorTransaction state) =>
        state.Pending.FirstOrDefault(e => e is { Kind: EffectKind.ExecuteOutgoing, OnRequest: true });

    public static bool AwaitsCheck(this AnchorTransaction state, string effectId) =>
        state.Effect(effectId) is { Kind: EffectKind.CheckDestination };

    public static bool AwaitsPayout(this AnchorTransaction state, string effectId) =>
        state.Effect(effectId) is { } effect && effect.Kind.IsLedgerPayment();

    /// <summary>Later than the attempt before, whatever the clock says: callers are told apart by the attempt they know of.</summary>
    public static PendingEffect Attempted(this PendingEffect effect, DateTimeOffset now) =>
        effect with
        {
            AttemptedAt = effect.AttemptedAt >= now ? effect.AttemptedAt.Value.AddTicks(1) : now,
        };

    private static bool AwaitsUser(this TransactionStatus status) => status is Incomplete or PendingUserTransferStart;

    private static string Describe(DestinationState state) =>
        state switch
        {
            DestinationState.AccountMissing => "The destination account does not exist.",
            DestinationState.TrustlineMissing => "The destination account has no trustline to the asset.",
            DestinationState.TrustlineUnauthorized => "The issuer has not authorized the destination's trustline.",
            DestinationState.TrustlineTooSmall =>
                "The limit of the destination's trustline is too small for the amount.",
            DestinationState.MemoRequired => "The destination account requires a memo.",
            _ => "The destination account can take the payment.",
        };
}

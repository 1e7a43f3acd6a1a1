namespace Anchor.Domain.Payments;

using Verdict = Decision<IncomingPayment>;

/// <summary>What becomes of an incoming payment.</summary>
[GenerateSerializer]
[Alias("anchor.pay")]
public abstract record PaymentCommand;

/// <summary>The transaction took the payment as its money.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.pay.match")]
public sealed record MatchPayment(string TransactionId) : PaymentCommand;

/// <summary>The payment is held, with the reason: a stable code.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.pay.hold")]
public sealed record HoldPayment(string? TransactionId, string Reason) : PaymentCommand;

/// <summary>The payment is none of a user's: the anchor moved its own funds.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.pay.ignore")]
public sealed record IgnorePayment(string Reason) : PaymentCommand;

/// <summary>The machine of incoming payments: received once, then matched, held or ignored, with the reason kept.</summary>
public static class PaymentMachine
{
    public static Verdict Decide(IncomingPayment state, PaymentCommand command, DateTimeOffset now) =>
        (state.Status, command) switch
        {
            (PaymentStatus.None, _) => new Verdict.Reject(new Refusal("not_found", "There is no such payment.")),
            (PaymentStatus.Received, MatchPayment c) => Accept(
                state,
                PaymentStatus.Matched,
                c.TransactionId,
                null,
                now
            ),
            (PaymentStatus.Received, HoldPayment { TransactionId: { } id } c) => Accept(
                state,
                PaymentStatus.Surplus,
                id,
                c.Reason,
                now
            ),
            (PaymentStatus.Received, HoldPayment c) => Accept(state, PaymentStatus.Unmatched, null, c.Reason, now),
            (PaymentStatus.Received, IgnorePayment c) => Accept(state, PaymentStatus.Ignored, null, c.Reason, now),
            // The same payment was handed over again: its first decision stands.
            _ => new Verdict.Duplicate(),
        };

    private static Verdict Accept(
        IncomingPayment state,
        PaymentStatus status,
        string? transactionId,
        string? reason,
        DateTimeOffset now
    ) =>
        new Verdict.Accept(
            state with
            {
                Status = status,
                TransactionId = transactionId,
                Reason = reason,
                DecidedAt = now,
            }
        );
}

using Anchor.Domain.Transactions;

namespace Anchor.Domain.Payouts;

using Verdict = Decision<Payout>;

/// <summary>Something that happened to a payout.</summary>
[GenerateSerializer]
[Alias("anchor.po")]
public abstract record PayoutCommand;

/// <summary>Somebody owes the payment. Ordering the same purpose again changes nothing.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.po.order")]
public sealed record OrderPayout(PayoutOrder Order) : PayoutCommand;

/// <summary>Bytes were signed; once this is stored they may be sent.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.po.sign")]
public sealed record RecordEnvelope(SignedEnvelope Envelope) : PayoutCommand;

/// <summary>The bytes stand on the ledger as successful.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.po.applied")]
public sealed record EnvelopeApplied(string Hash) : PayoutCommand;

/// <summary>It is proved that the bytes can never pay; a new envelope may be signed after the pause.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.po.dead")]
public sealed record EnvelopeDead(string Hash, string Reason, TimeSpan Pause) : PayoutCommand;

/// <summary>It is proved that the bytes can never pay, and new ones would not either.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.po.refused")]
public sealed record EnvelopeRefused(string Hash, PayoutEnd End) : PayoutCommand;

/// <summary>Nothing could be signed: the ledger was not to be had, or said no before anything was sent.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.po.postponed")]
public sealed record PostponePayout(string Reason, TimeSpan Pause) : PayoutCommand;

/// <summary>Nothing was signed and nothing ever can be.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.po.never")]
public sealed record RefusePayout(PayoutEnd End) : PayoutCommand;

/// <summary>The operator has decided that the network it was to be paid on is gone.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.po.network-reset")]
public sealed record EndForNetworkReset : PayoutCommand;

/// <summary>The transaction knows how it ended.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.po.told")]
public sealed record TransactionTold : PayoutCommand;

/// <summary>The machine of payouts: from queued to signed and back only on proof, and paid exactly once.</summary>
public static class PayoutMachine
{
    public static Verdict Decide(Payout state, PayoutCommand command, DateTimeOffset now) =>
        (state.Status, command) switch
        {
            (PayoutStatus.None, OrderPayout c) => Accept(
                new Payout
                {
                    Order = c.Order,
                    Status = PayoutStatus.Queued,
                    OrderedAt = now,
                    NotBefore = now,
                    Told = c.Order.TransactionId is null,
                }
            ),
            (PayoutStatus.None, _) => Refuse("not_found", "There is no such payout."),
            (_, OrderPayout c)
                when c.Order.Destination == state.Order.Destination && c.Order.Amount == state.Order.Amount =>
                Duplicate(),
            (_, OrderPayout) => Refuse(
                "purpose_taken",
                "The purpose was ordered before with another destination or amount."
            ),

            (PayoutStatus.Queued or PayoutStatus.Signed, EndForNetworkReset) => Accept(
                state with
                {
                    Status = PayoutStatus.NetworkReset,
                    End = new PayoutEnd.NetworkReset(state.Signed?.Hash),
                    Signed = null,
                }
            ),
            // What the ledger had said before stands.
            (_, EndForNetworkReset) => Duplicate(),
            // Late word of work that was under way when it ended: nothing of it was stored, so nothing was sent on the new network.
            (
                PayoutStatus.NetworkReset,
                RecordEnvelope
                    or PostponePayout
                    or RefusePayout
                    or EnvelopeApplied
                    or EnvelopeDead
                    or EnvelopeRefused
            ) => Duplicate(),

            (PayoutStatus.Queued, RecordEnvelope c) => Accept(
                state with
                {
                    Status = PayoutStatus.Signed,
                    Signed = c.Envelope,
                    Attempts = state.Attempts + 1,
                    Trouble = null,
                }
            ),
            (PayoutStatus.Signed, RecordEnvelope c) when c.Envelope == state.Signed => Duplicate(),
            (PayoutStatus.Queued, PostponePayout c) => Accept(
                state with
                {
                    NotBefore = now + c.Pause,
                    Trouble = c.Reason,
                }
            ),

            (PayoutStatus.Queued, RefusePayout c) => Accept(state with { Status = PayoutStatus.Refused, End = c.End }),

            (PayoutStatus.Signed, EnvelopeApplied c) when c.Hash == state.Signed!.Hash => Accept(Paid(state)),
            (PayoutStatus.Signed, EnvelopeDead c) when c.Hash == state.Signed!.Hash => Accept(
                state with
                {
                    Status = PayoutStatus.Queued,
                    Signed = null,
                    NotBefore = now + c.Pause,
                    Trouble = c.Reason,
                }
            ),
            (PayoutStatus.Signed, EnvelopeRefused c) when c.Hash == state.Signed!.Hash => Accept(
                state with
                {
                    Status = PayoutStatus.Refused,
                    End = c.End,
                }
            ),
            (PayoutStatus.Paid, EnvelopeApplied c) when c.Hash == state.Signed!.Hash => Duplicate(),
            (_, EnvelopeApplied) => Refuse("contradiction", "An envelope that was proved dead is reported as applied."),
            // Late word of an envelope that was settled before.
            (_, EnvelopeDead or EnvelopeRefused) => Duplicate(),

            (_, TransactionTold) when state.HasEnded && !state.Told => Accept(state with { Told = true }),
            (_, TransactionTold) => Duplicate(),
            _ => new Verdict.Reject(Refusal.WrongStatus(state.Status, command)),
        };

    private static Payout Paid(Payout state) =>
        state with
        {
            Status = PayoutStatus.Paid,
            End = new PayoutEnd.Paid(state.Signed!.Hash, state.Order.Amount, state.Signed.ClaimableBalanceId),
        };

    private static Verdict Accept(Payout next) => new Verdict.Accept(next);

    private static Verdict Duplicate() => new Verdict.Duplicate();

    private static Verdict Refuse(string code, string detail) => new Verdict.Reject(new Refusal(code, detail));
}

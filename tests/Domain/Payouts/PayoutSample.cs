using Anchor.Domain.Money;
using Anchor.Domain.Payouts;
using Anchor.Domain.Tests.Transactions;
using Anchor.Domain.Transactions;

namespace Anchor.Domain.Tests.Payouts;

/// <summary>Values that the machine's tests share.</summary>
internal static class PayoutSample
{
    public static readonly SignedEnvelope Envelope = EnvelopeOf("hash");
    public static readonly SignedEnvelope Old = EnvelopeOf("hash-old");
    public static readonly PayoutEnd End = new PayoutEnd.DestinationRefused(DestinationState.TrustlineMissing);

    public static PayoutOrder Order(string? transactionId = "t1") =>
        new(
            "t1/pay/1",
            transactionId,
            Sample.Distribution,
            PayoutKind.Payment,
            Sample.Wallet,
            Sample.Test,
            Amount.Floor(7),
            null,
            []
        );

    public static SignedEnvelope EnvelopeOf(string hash) =>
        new("GCHANNEL", 5, hash, $"bytes of {hash}", Sample.Start.AddMinutes(1), null);

    public static EnvelopeDead Dead(SignedEnvelope envelope) =>
        new(envelope.Hash, "tx_too_late", TimeSpan.FromSeconds(2));

    /// <summary>Where the commands lead from nothing; each must be accepted.</summary>
    public static Payout After(params IEnumerable<PayoutCommand> commands) =>
        commands.Aggregate(
            new Payout(),
            (state, command) =>
                PayoutMachine.Decide(state, command, Sample.Start) is Decision<Payout>.Accept accept
                    ? accept.Next
                    : throw new InvalidOperationException($"{command} is refused in {state.Status}.")
        );
}

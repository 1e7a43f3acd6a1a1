using Anchor.Domain.Payouts;
using Anchor.Grains.Ports;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.Options;

namespace Anchor.Ledgers.Payouts;

/// <summary>
/// Sends stored bytes and finds out what became of them. It never makes bytes: an envelope is dead only when the ledger shows that it
/// failed, or when a ledger has closed after its max time and it was then not found.
/// </summary>
public sealed class EnvelopeDriver(
    HorizonSubmitter submitter,
    IOptions<StellarLedgerOptions> options,
    TimeProvider time
)
{
    public async Task<EnvelopeFate> DriveAsync(SignedEnvelope envelope, CancellationToken cancellationToken)
    {
        var unsure = "It has not been sent yet.";
        try
        {
            // An envelope from before a crash may be on the ledger already, and one past its time can no longer be sent.
            var first =
                time.GetUtcNow() < envelope.MaxTime
                    ? await SendAsync(envelope, cancellationToken)
                    : new Sent(null, "Its max time has passed.", SendAgain: false);
            while (first.Fate is null)
            {
                unsure = first.Unsure;
                if (await LookUpAsync(envelope, cancellationToken) is { } fate)
                {
                    return fate;
                }

                await Task.Delay(options.Value.LookUpInterval, time, cancellationToken);
                if (first.SendAgain)
                {
                    first = await SendAsync(envelope, cancellationToken);
                }
            }

            return first.Fate;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new EnvelopeFate.Unknown(unsure);
        }
    }

    private async Task<Sent> SendAsync(SignedEnvelope envelope, CancellationToken cancellationToken) =>
        await submitter.SubmitAsync(envelope.Envelope, envelope.Hash, cancellationToken) switch
        {
            SubmitOutcome.Applied { Successful: true } => new(new EnvelopeFate.Applied(), "", false),
            SubmitOutcome.Applied failed => new(ResultMeaning.Of(failed.Codes), "", false),
            SubmitOutcome.Accepted or SubmitOutcome.Duplicate => new(null, "It waits for a ledger.", false),
            SubmitOutcome.TryAgainLater => new(null, "The network asks to try again later.", true),
            // Refused just now; an earlier sending may still have won, so the look-up decides.
            SubmitOutcome.Rejected rejected => new(
                null,
                $"The network refused it: {rejected.Codes}",
                Curable(rejected.Codes)
            ),
            SubmitOutcome.Malformed malformed => new(null, $"Horizon cannot read it: {malformed.Detail}", false),
            SubmitOutcome.Unknown unknown => new(null, unknown.Reason, true),
            var other => throw new InvalidOperationException($"No meaning for {other}."),
        };

    private async Task<EnvelopeFate?> LookUpAsync(SignedEnvelope envelope, CancellationToken cancellationToken) =>
        await submitter.LookUpAsync(envelope.Hash, envelope.MaxTime, cancellationToken) switch
        {
            LookUpOutcome.Applied { Successful: true } => new EnvelopeFate.Applied(),
            LookUpOutcome.Applied failed => ResultMeaning.Of(failed.Codes),
            LookUpOutcome.CanNeverApply never => new EnvelopeFate.Dead(
                $"Ledger {never.Proof.Ledger} closed after its max time without it.",
                null
            ),
            _ => null,
        };

    /// <summary>Codes that may be gone when the same bytes are sent a moment later.</summary>
    private static bool Curable(ResultCodes codes) =>
        codes.Deciding is "tx_insufficient_fee" or "tx_internal_error" or "tx_too_early" or "tx_insufficient_balance";

    private sealed record Sent(EnvelopeFate? Fate, string Unsure, bool SendAgain);
}

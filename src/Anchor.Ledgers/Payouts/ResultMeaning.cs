using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Stellar.Horizon;

namespace Anchor.Ledgers.Payouts;

/// <summary>What the codes of a transaction that failed on the ledger mean for a payout. It was applied: nothing of it moved, for good.</summary>
internal static class ResultMeaning
{
    public static EnvelopeFate.Dead Of(ResultCodes codes)
    {
        var reason = codes.ToString();
        return codes.Operations.FirstOrDefault(code => code != "op_success") switch
        {
            "op_no_destination" => Refused(reason, DestinationState.AccountMissing),
            "op_no_trust" => Refused(reason, DestinationState.TrustlineMissing),
            "op_not_authorized" => Refused(reason, DestinationState.TrustlineUnauthorized),
            "op_line_full" => Refused(reason, DestinationState.TrustlineTooSmall),
            // The account is there already: whoever asked for it should look again.
            "op_already_exists" => Refused(reason, DestinationState.Ready),
            "op_malformed" => new(
                reason,
                new PayoutEnd.Impossible($"The network calls the payment malformed ({reason}).")
            ),
            // op_underfunded, op_low_reserve, op_src_no_trust and their like: the anchor's own account must be put right first.
            _ => new($"The ledger refused it: {reason}", null),
        };
    }

    private static EnvelopeFate.Dead Refused(string reason, DestinationState state) =>
        new(reason, new PayoutEnd.DestinationRefused(state));
}

using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Claimable balances: made, claimed, clawed back.</summary>
internal static class BalanceOperations
{
    public static OperationResult Apply(OperationContext context, CreateClaimableBalanceOperation o)
    {
        var taken = context.Debit(context.Source, o.Asset, o.Amount);
        if (taken != TransferOutcome.Ok)
        {
            return o.Refuse(
                taken switch
                {
                    TransferOutcome.NoTrust => "op_no_trust",
                    TransferOutcome.NotAuthorized => "op_not_authorized",
                    _ => "op_underfunded",
                }
            );
        }

        // A claimable balance always has a sponsor: without another, whoever makes it.
        var sponsor = context.Transaction.Sponsors.GetValueOrDefault(context.Source, context.Source);
        if (context.TakeFromSponsor(sponsor, null, (uint)o.Claimants.Length) != ReserveOutcome.Ok)
        {
            return o.Refuse("op_low_reserve");
        }

        var transaction = context.Transaction.Frame.Transaction;
        var id = ClaimableBalanceId.Derive(transaction.Source.Account, transaction.Sequence, context.Index);
        context.Changes.Put(
            new ClaimableBalanceEntry(
                id,
                o.Asset,
                o.Amount,
                [.. o.Claimants.Select(c => c with { Predicate = Absolute(c.Predicate, context.Closing.CloseTime) })],
                sponsor,
                IsClawbackEnabled(context, o.Asset),
                context.Closing.Sequence,
                context.Closing.CloseTime
            )
        );
        context.DidSet("claimable_balance_created", context.Source, "balance_id", id.ToString());
        context.Did("account_debited", context.Source, o.Asset, o.Amount);
        return o.Succeed(new CreatedBalanceOutcome(id));
    }

    public static OperationResult Apply(OperationContext context, ClaimClaimableBalanceOperation o)
    {
        if (context.Changes.FindBalance(o.BalanceId) is not { } balance)
        {
            return o.Refuse("op_does_not_exist");
        }

        var claimant = balance.Claimants.FirstOrDefault(c => c.Destination == context.Source);
        if (claimant is null || !Holds(claimant.Predicate, context.Closing.CloseTime))
        {
            return o.Refuse("op_cannot_claim");
        }

        var given = context.Credit(context.Source, balance.Asset, balance.Amount);
        if (given != TransferOutcome.Ok)
        {
            return o.Refuse(
                given switch
                {
                    TransferOutcome.NoTrust => "op_no_trust",
                    TransferOutcome.NotAuthorized => "op_not_authorized",
                    _ => "op_line_full",
                }
            );
        }

        Remove(context, balance);
        context.DidSet("claimable_balance_claimed", context.Source, "balance_id", balance.Id.ToString());
        context.Did("account_credited", context.Source, balance.Asset, balance.Amount);
        return o.Succeed();
    }

    public static OperationResult Apply(OperationContext context, ClawbackClaimableBalanceOperation o)
    {
        if (context.Changes.FindBalance(o.BalanceId) is not { } balance)
        {
            return o.Refuse("op_does_not_exist");
        }

        if (balance.Asset is not CreditAsset asset || asset.Issuer != context.Source)
        {
            return o.Refuse("op_no_issuer");
        }

        if (!balance.ClawbackEnabled)
        {
            return o.Refuse("op_not_clawback_enabled");
        }

        Remove(context, balance);
        context.DidSet("claimable_balance_clawed_back", context.Source, "balance_id", balance.Id.ToString());
        return o.Succeed();
    }

    private static void Remove(OperationContext context, ClaimableBalanceEntry balance)
    {
        context.Changes.Remove(balance.Id);
        context.ReturnToSponsor(balance.Sponsor, null, (uint)balance.Claimants.Length);
    }

    private static bool IsClawbackEnabled(OperationContext context, Asset asset)
    {
        if (asset is not CreditAsset credit)
        {
            return false;
        }

        return credit.Issuer == context.Source
            ? context.SourceAccount.Flags.HasFlag(AccountFlags.ClawbackEnabled)
            : context.SourceAccount.FindTrustLine(credit)!.Flags.HasFlag(TrustLineFlags.ClawbackEnabled);
    }

    private static ClaimPredicate Absolute(ClaimPredicate predicate, long now) =>
        predicate switch
        {
            ClaimAnd p => new ClaimAnd(Absolute(p.Left, now), Absolute(p.Right, now)),
            ClaimOr p => new ClaimOr(Absolute(p.Left, now), Absolute(p.Right, now)),
            ClaimNot p => new ClaimNot(Absolute(p.Inner, now)),
            ClaimBeforeRelativeTime p => new ClaimBeforeAbsoluteTime(
                p.Seconds > long.MaxValue - now ? long.MaxValue : now + p.Seconds
            ),
            _ => predicate,
        };

    private static bool Holds(ClaimPredicate predicate, long now) =>
        predicate switch
        {
            ClaimAlways => true,
            ClaimAnd p => Holds(p.Left, now) && Holds(p.Right, now),
            ClaimOr p => Holds(p.Left, now) || Holds(p.Right, now),
            ClaimNot p => !Holds(p.Inner, now),
            ClaimBeforeAbsoluteTime p => now < p.UnixSeconds,
            _ => false,
        };
}

using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Who pays whose reserves (CAP-33).</summary>
internal static class SponsorshipOperations
{
    public static OperationResult Apply(OperationContext context, BeginSponsoringOperation o)
    {
        var sponsors = context.Transaction.Sponsors;
        if (sponsors.ContainsKey(o.Sponsored))
        {
            return o.Refuse("op_already_sponsored");
        }

        if (sponsors.ContainsKey(context.Source) || sponsors.ContainsValue(o.Sponsored))
        {
            return o.Refuse("op_recursive");
        }

        sponsors.Add(o.Sponsored, context.Source);
        return o.Succeed();
    }

    public static OperationResult Apply(OperationContext context, EndSponsoringOperation o) =>
        context.Transaction.Sponsors.Remove(context.Source) ? o.Succeed() : o.Refuse("op_not_sponsored");

    /// <summary>Hands an entry's reserve from its payer to whoever sponsors the payer now, or else to the entry's owner.</summary>
    public static OperationResult Apply(OperationContext context, RevokeSponsorshipOperation o) =>
        o.Entry switch
        {
            SponsoredAccount e => context.Changes.FindAccount(e.Account) is { } account
                ? Transfer(context, o, e.Account, account.Sponsor, Reserves.Account, (a, s) => a with { Sponsor = s })
                : o.Refuse("op_does_not_exist"),
            SponsoredTrustLine { Asset: CreditAsset asset } e => context
                .Changes.FindAccount(e.Account)
                ?.FindTrustLine(asset)
                is { } line
                ? Transfer(context, o, e.Account, line.Sponsor, 1, (a, s) => a.With(line with { Sponsor = s }))
                : o.Refuse("op_does_not_exist"),
            SponsoredData e => context.Changes.FindAccount(e.Account)?.FindData(e.Name) is { } data
                ? Transfer(context, o, e.Account, data.Sponsor, 1, (a, s) => a.With(data with { Sponsor = s }))
                : o.Refuse("op_does_not_exist"),
            SponsoredSigner e => context.Changes.FindAccount(e.Account)?.FindSigner(e.Key) is { } signer
                ? Transfer(context, o, e.Account, signer.Sponsor, 1, (a, s) => a.With(signer with { Sponsor = s }))
                : o.Refuse("op_does_not_exist"),
            SponsoredClaimableBalance e => context.Changes.FindBalance(e.BalanceId) is { } balance
                ? Transfer(context, o, balance)
                : o.Refuse("op_does_not_exist"),
            _ => o.Refuse("op_does_not_exist"),
        };

    private static OperationResult Transfer(
        OperationContext context,
        RevokeSponsorshipOperation o,
        AccountId owner,
        AccountId? sponsor,
        uint reserves,
        Func<AccountEntry, AccountId?, AccountEntry> with
    )
    {
        if ((sponsor ?? owner) != context.Source)
        {
            return o.Refuse("op_not_sponsor");
        }

        context.ReturnToSponsor(sponsor, owner, reserves);
        AccountId? next = null;
        if (context.Transaction.Sponsors.TryGetValue(context.Source, out var payer) && payer != owner)
        {
            if (context.TakeFromSponsor(payer, owner, reserves) != ReserveOutcome.Ok)
            {
                return o.Refuse("op_low_reserve");
            }

            next = payer;
        }
        else if (context.Changes.Account(owner).Available(context.Closing.BaseReserve) < 0)
        {
            return o.Refuse("op_low_reserve");
        }

        context.Put(with(context.Changes.Account(owner), next));
        return o.Succeed();
    }

    // A claimable balance has no owner to fall back on: its sponsorship can only pass to another.
    private static OperationResult Transfer(
        OperationContext context,
        RevokeSponsorshipOperation o,
        ClaimableBalanceEntry balance
    )
    {
        if (balance.Sponsor != context.Source)
        {
            return o.Refuse("op_not_sponsor");
        }

        if (!context.Transaction.Sponsors.TryGetValue(context.Source, out var payer))
        {
            return o.Refuse("op_only_transferable");
        }

        var reserves = (uint)balance.Claimants.Length;
        context.ReturnToSponsor(balance.Sponsor, null, reserves);
        if (context.TakeFromSponsor(payer, null, reserves) != ReserveOutcome.Ok)
        {
            return o.Refuse("op_low_reserve");
        }

        context.Changes.Put(balance with { Sponsor = payer, LastModifiedLedger = context.Closing.Sequence });
        return o.Succeed();
    }
}

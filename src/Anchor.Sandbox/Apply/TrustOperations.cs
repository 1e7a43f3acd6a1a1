using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Trust lines, and what an issuer may do to them.</summary>
internal static class TrustOperations
{
    private const TrustLineFlags AuthorizationFlags =
        TrustLineFlags.Authorized | TrustLineFlags.AuthorizedToMaintainLiabilities;

    public static OperationResult Apply(OperationContext context, ChangeTrustOperation o)
    {
        var asset = (CreditAsset)o.Line;
        var issuer = context.Changes.FindAccount(asset.Issuer);
        if (context.SourceAccount.FindTrustLine(asset) is { } line)
        {
            if (o.Limit < line.Balance)
            {
                return o.Refuse("op_invalid_limit");
            }

            if (o.Limit == 0)
            {
                context.ReturnToSponsor(line.Sponsor, context.Source, 1);
                context.Put(context.SourceAccount.Without(asset));
                context.Did("trustline_removed", context.Source, asset);
                return o.Succeed();
            }

            if (issuer is null)
            {
                return o.Refuse("op_no_issuer");
            }

            context.Put(context.SourceAccount, line with { Limit = o.Limit });
            context.Did("trustline_updated", context.Source, asset);
            return o.Succeed();
        }

        if (o.Limit == 0)
        {
            return o.Refuse("op_invalid_limit");
        }

        if (issuer is null)
        {
            return o.Refuse("op_no_issuer");
        }

        if (context.TakeForSubentry(context.Source, out var sponsor) != ReserveOutcome.Ok)
        {
            return o.Refuse("op_low_reserve");
        }

        var flags = issuer.Flags.HasFlag(AccountFlags.AuthorizationRequired)
            ? TrustLineFlags.None
            : TrustLineFlags.Authorized;
        if (issuer.Flags.HasFlag(AccountFlags.ClawbackEnabled))
        {
            flags |= TrustLineFlags.ClawbackEnabled;
        }

        var opened = new TrustLine(asset, o.Limit)
        {
            Flags = flags,
            Sponsor = sponsor,
            LastModifiedLedger = context.Closing.Sequence,
        };
        // The account changes too: it has one more subentry.
        context.Put(context.SourceAccount.With(opened));
        context.Did("trustline_created", context.Source, asset);
        return o.Succeed();
    }

    public static OperationResult Apply(OperationContext context, AllowTrustOperation o)
    {
        var asset = Asset.Credit(o.AssetCode, context.Source);
        return SetFlags(context, o, o.Trustor, asset, AuthorizationFlags, o.Authorize);
    }

    public static OperationResult Apply(OperationContext context, SetTrustLineFlagsOperation o) =>
        SetFlags(context, o, o.Trustor, (CreditAsset)o.Asset, o.ClearFlags, o.SetFlags);

    public static OperationResult Apply(OperationContext context, ClawbackOperation o)
    {
        var asset = (CreditAsset)o.Asset;
        if (context.Changes.FindAccount(o.From.Account)?.FindTrustLine(asset) is not { } line)
        {
            return o.Refuse("op_no_trust");
        }

        if (!line.Flags.HasFlag(TrustLineFlags.ClawbackEnabled))
        {
            return o.Refuse("op_not_clawback_enabled");
        }

        if (line.Balance < o.Amount)
        {
            return o.Refuse("op_underfunded");
        }

        context.Put(context.Changes.Account(o.From.Account), line with { Balance = line.Balance - o.Amount });
        context.Did("account_credited", context.Source, asset, o.Amount);
        context.Did("account_debited", o.From.Account, asset, o.Amount);
        return o.Succeed();
    }

    private static OperationResult SetFlags(
        OperationContext context,
        Operation operation,
        AccountId trustor,
        CreditAsset asset,
        TrustLineFlags cleared,
        TrustLineFlags set
    )
    {
        if (context.Changes.FindAccount(trustor)?.FindTrustLine(asset) is not { } line)
        {
            return operation.Refuse("op_no_trust");
        }

        var flags = (line.Flags & ~cleared) | set;
        if (IsLess(flags, line.Flags) && !context.SourceAccount.Flags.HasFlag(AccountFlags.AuthorizationRevocable))
        {
            return operation.Refuse("op_cant_revoke");
        }

        if ((flags & AuthorizationFlags) == AuthorizationFlags)
        {
            return operation.Refuse("op_invalid_state");
        }

        context.Put(context.Changes.Account(trustor), line with { Flags = flags });
        context.Did("trustline_flags_updated", context.Source, asset);
        return operation.Succeed();
    }

    private static bool IsLess(TrustLineFlags after, TrustLineFlags before) => Rank(after) < Rank(before);

    private static int Rank(TrustLineFlags flags) =>
        flags.HasFlag(TrustLineFlags.Authorized) ? 2
        : flags.HasFlag(TrustLineFlags.AuthorizedToMaintainLiabilities) ? 1
        : 0;
}

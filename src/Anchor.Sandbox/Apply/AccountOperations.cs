using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Operations on an account's own settings, data and sequence.</summary>
internal static class AccountOperations
{
    private const int MaxSigners = 20;
    private const AccountFlags AuthorizationFlags =
        AccountFlags.AuthorizationRequired
        | AccountFlags.AuthorizationRevocable
        | AccountFlags.AuthorizationImmutable
        | AccountFlags.ClawbackEnabled;

    public static OperationResult Apply(OperationContext context, SetOptionsOperation o)
    {
        if (o.InflationDestination is { } heir && context.Changes.FindAccount(heir) is null)
        {
            return o.Refuse("op_invalid_inflation");
        }

        var account = context.SourceAccount;
        var (cleared, set) = (o.ClearFlags ?? AccountFlags.None, o.SetFlags ?? AccountFlags.None);
        var flags = (account.Flags & ~cleared) | set;
        if (account.IsAuthImmutable && ((cleared | set) & AuthorizationFlags) != AccountFlags.None)
        {
            return o.Refuse("op_cant_change");
        }

        if (flags.HasFlag(AccountFlags.ClawbackEnabled) && !flags.HasFlag(AccountFlags.AuthorizationRevocable))
        {
            return o.Refuse("op_auth_revocable_required");
        }

        context.Put(
            account with
            {
                Flags = flags,
                InflationDestination = o.InflationDestination ?? account.InflationDestination,
                MasterWeight = o.MasterWeight ?? account.MasterWeight,
                LowThreshold = o.LowThreshold ?? account.LowThreshold,
                MediumThreshold = o.MediumThreshold ?? account.MediumThreshold,
                HighThreshold = o.HighThreshold ?? account.HighThreshold,
                HomeDomain = o.HomeDomain ?? account.HomeDomain,
            }
        );
        if (o.HomeDomain is { } domain)
        {
            context.DidSet("account_home_domain_updated", context.Source, "home_domain", domain.ToUtf8OrNull() ?? "");
        }

        if (o.LowThreshold is not null || o.MediumThreshold is not null || o.HighThreshold is not null)
        {
            context.Did("account_thresholds_updated", context.Source);
        }

        if (flags != account.Flags)
        {
            context.Did("account_flags_updated", context.Source);
        }

        if (o.MasterWeight is { } weight)
        {
            context.DidSet("signer_updated", context.Source, "weight", weight.ToString());
        }

        return o.Signer is { } signer ? Set(context, o, signer) : o.Succeed();
    }

    public static OperationResult Apply(OperationContext context, ManageDataOperation o)
    {
        var known = context.SourceAccount.FindData(o.Name);
        var name = o.Name.ToUtf8OrNull() ?? "";
        if (o.Value is not { } value)
        {
            if (known is null)
            {
                return o.Refuse("op_data_name_not_found");
            }

            context.ReturnToSponsor(known.Sponsor, context.Source, 1);
            context.Put(context.SourceAccount.WithoutData(o.Name));
            context.DidSet("data_removed", context.Source, "name", name);
            return o.Succeed();
        }

        var sponsor = known?.Sponsor;
        if (known is null && context.TakeForSubentry(context.Source, out sponsor) != ReserveOutcome.Ok)
        {
            return o.Refuse("op_low_reserve");
        }

        context.Put(context.SourceAccount.With(new DataEntry(o.Name, value, sponsor)));
        context.DidSet(known is null ? "data_created" : "data_updated", context.Source, "name", name);
        return o.Succeed();
    }

    public static OperationResult Apply(OperationContext context, BumpSequenceOperation o)
    {
        var account = context.SourceAccount;
        if (o.BumpTo > account.Sequence)
        {
            context.Put(
                account with
                {
                    Sequence = o.BumpTo,
                    SequenceLedger = context.Closing.Sequence,
                    SequenceTime = context.Closing.CloseTime,
                }
            );
            context.DidSet("sequence_bumped", context.Source, "new_seq", o.BumpTo.ToString());
        }

        return o.Succeed();
    }

    private static OperationResult Set(OperationContext context, SetOptionsOperation o, Signer signer)
    {
        var known = context.SourceAccount.FindSigner(signer.Key);
        var key = signer.Key.ToString()!;
        if (signer.Weight == 0)
        {
            if (known is not null)
            {
                context.ReturnToSponsor(known.Sponsor, context.Source, 1);
                context.Put(context.SourceAccount.WithoutSigner(signer.Key));
                context.DidSet("signer_removed", context.Source, "public_key", key);
            }

            return o.Succeed();
        }

        var sponsor = known?.Sponsor;
        if (known is null)
        {
            if (context.SourceAccount.Signers.Length >= MaxSigners)
            {
                return o.Refuse("op_too_many_signers");
            }

            if (context.TakeForSubentry(context.Source, out sponsor) != ReserveOutcome.Ok)
            {
                return o.Refuse("op_low_reserve");
            }
        }

        context.Put(context.SourceAccount.With(new AccountSigner(signer.Key, signer.Weight, sponsor)));
        context.DidSet(known is null ? "signer_created" : "signer_updated", context.Source, "public_key", key);
        return o.Succeed();
    }
}

using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Whether the reserve of a new entry could be paid.</summary>
internal enum ReserveOutcome
{
    Ok,
    LowReserve,
}

/// <summary>Who pays the reserve of an entry: its owner, or whoever sponsors the owner at this moment.</summary>
internal static class Reserves
{
    /// <summary>Reserves that an account itself takes.</summary>
    public const uint Account = 2;

    /// <summary>Pays for one more subentry of the account. Call it before the entry is added; the sponsor to store comes back.</summary>
    public static ReserveOutcome TakeForSubentry(this OperationContext context, AccountId owner, out AccountId? sponsor)
    {
        if (context.Transaction.Sponsors.TryGetValue(owner, out var payer))
        {
            sponsor = payer;
            return context.TakeFromSponsor(payer, owner, 1);
        }

        sponsor = null;
        var account = context.Changes.Account(owner);
        return account.Available(context.Closing.BaseReserve) < context.Closing.BaseReserve
            ? ReserveOutcome.LowReserve
            : ReserveOutcome.Ok;
    }

    /// <summary>Charges a sponsor for reserves; <paramref name="sponsored"/> is the account relieved, if there is one.</summary>
    public static ReserveOutcome TakeFromSponsor(
        this OperationContext context,
        AccountId sponsor,
        AccountId? sponsored,
        uint reserves
    )
    {
        var payer = context.Changes.Account(sponsor);
        if (payer.Available(context.Closing.BaseReserve) < reserves * context.Closing.BaseReserve)
        {
            return ReserveOutcome.LowReserve;
        }

        context.Put(payer with { NumSponsoring = payer.NumSponsoring + reserves });
        if (sponsored is { } relieved && context.Changes.FindAccount(relieved) is { } account)
        {
            context.Put(account with { NumSponsored = account.NumSponsored + reserves });
        }

        return ReserveOutcome.Ok;
    }

    /// <summary>Gives a sponsor its reserves back when an entry goes.</summary>
    public static void ReturnToSponsor(
        this OperationContext context,
        AccountId? sponsor,
        AccountId? sponsored,
        uint reserves
    )
    {
        if (sponsor is not { } id)
        {
            return;
        }

        if (context.Changes.FindAccount(id) is { } payer)
        {
            context.Put(payer with { NumSponsoring = payer.NumSponsoring - reserves });
        }

        if (sponsored is { } relieved && context.Changes.FindAccount(relieved) is { } account)
        {
            context.Put(account with { NumSponsored = account.NumSponsored - reserves });
        }
    }
}

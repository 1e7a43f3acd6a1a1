using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Why money could not be taken from or given to an account.</summary>
internal enum TransferOutcome
{
    Ok,
    NoTrust,
    NotAuthorized,
    Underfunded,
    LineFull,
}

/// <summary>Moves amounts on and off accounts. An issuer makes its asset by paying it and destroys it by receiving it.</summary>
internal static class Transfers
{
    public static TransferOutcome Credit(this OperationContext context, AccountId id, Asset asset, long amount)
    {
        if (asset is not CreditAsset credit)
        {
            var receiver = context.Changes.Account(id);
            if (receiver.Balance > long.MaxValue - amount)
            {
                return TransferOutcome.LineFull;
            }

            context.Put(receiver with { Balance = receiver.Balance + amount });
            return TransferOutcome.Ok;
        }

        if (credit.Issuer == id)
        {
            return TransferOutcome.Ok;
        }

        var account = context.Changes.Account(id);
        if (account.FindTrustLine(credit) is not { } line)
        {
            return TransferOutcome.NoTrust;
        }

        if (!line.IsAuthorized)
        {
            return TransferOutcome.NotAuthorized;
        }

        if (line.Balance > line.Limit - amount)
        {
            return TransferOutcome.LineFull;
        }

        context.Put(account, line with { Balance = line.Balance + amount });
        return TransferOutcome.Ok;
    }

    public static TransferOutcome Debit(this OperationContext context, AccountId id, Asset asset, long amount)
    {
        var account = context.Changes.Account(id);
        if (asset is not CreditAsset credit)
        {
            if (account.Available(context.Closing.BaseReserve) < amount)
            {
                return TransferOutcome.Underfunded;
            }

            context.Put(account with { Balance = account.Balance - amount });
            return TransferOutcome.Ok;
        }

        if (credit.Issuer == id)
        {
            return TransferOutcome.Ok;
        }

        if (account.FindTrustLine(credit) is not { } line)
        {
            return TransferOutcome.NoTrust;
        }

        if (!line.IsAuthorized)
        {
            return TransferOutcome.NotAuthorized;
        }

        if (line.Balance < amount)
        {
            return TransferOutcome.Underfunded;
        }

        context.Put(account, line with { Balance = line.Balance - amount });
        return TransferOutcome.Ok;
    }
}

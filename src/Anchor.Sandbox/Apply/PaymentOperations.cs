using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Operations that move money from one account to another.</summary>
internal static class PaymentOperations
{
    public static OperationResult Apply(OperationContext context, CreateAccountOperation o)
    {
        if (context.Changes.FindAccount(o.Destination) is not null)
        {
            return o.Refuse("op_already_exists");
        }

        AccountId? sponsor = null;
        if (context.Transaction.Sponsors.TryGetValue(o.Destination, out var payer))
        {
            if (context.TakeFromSponsor(payer, null, Reserves.Account) != ReserveOutcome.Ok)
            {
                return o.Refuse("op_low_reserve");
            }

            sponsor = payer;
        }
        else if (o.StartingBalance < Reserves.Account * context.Closing.BaseReserve)
        {
            return o.Refuse("op_low_reserve");
        }

        if (context.Debit(context.Source, Asset.Native, o.StartingBalance) != TransferOutcome.Ok)
        {
            return o.Refuse("op_underfunded");
        }

        context.Put(
            new AccountEntry
            {
                Id = o.Destination,
                Balance = o.StartingBalance,
                Sequence = (long)context.Closing.Sequence << 32,
                Sponsor = sponsor,
                NumSponsored = sponsor is null ? 0 : Reserves.Account,
            }
        );
        context.DidSet("account_created", o.Destination, "starting_balance", Stroops.Format(o.StartingBalance));
        context.Did("account_debited", context.Source, Asset.Native, o.StartingBalance);
        context.DidSet("signer_created", o.Destination, "public_key", o.Destination.ToString());
        return o.Succeed();
    }

    public static OperationResult Apply(OperationContext context, PaymentOperation o)
    {
        var destination = o.Destination.Account;
        var toSelf = o.Asset is NativeAsset && destination == context.Source;
        if (!toSelf && Move(context, o, destination, o.Asset, o.Amount, o.Asset, o.Amount) is { } refusal)
        {
            return refusal;
        }

        context.Did("account_credited", destination, o.Asset, o.Amount);
        context.Did("account_debited", context.Source, o.Asset, o.Amount);
        return o.Succeed();
    }

    public static OperationResult Apply(OperationContext context, PathPaymentStrictReceiveOperation o)
    {
        var offers = new List<ClaimedOffer>();
        var sent = o.DestinationAmount;
        Asset bought = o.DestinationAsset;
        foreach (var sold in o.Path.Reverse().Prepend(o.DestinationAsset).Append(o.SendAsset).Skip(1))
        {
            if (sold == bought)
            {
                continue;
            }

            if (context.Transaction.Market.Cost(sold, bought, sent) is not { } cost)
            {
                return o.Refuse("op_too_few_offers");
            }

            offers.Insert(0, context.Transaction.Market.Offer(sold, cost, bought, sent));
            (bought, sent) = (sold, cost);
        }

        return sent > o.SendMax
            ? o.Refuse("op_over_source_max")
            : Deliver(context, o, o.Destination, o.SendAsset, sent, o.DestinationAsset, o.DestinationAmount, offers);
    }

    public static OperationResult Apply(OperationContext context, PathPaymentStrictSendOperation o)
    {
        var offers = new List<ClaimedOffer>();
        var received = o.SendAmount;
        Asset sold = o.SendAsset;
        foreach (var bought in o.Path.Append(o.DestinationAsset))
        {
            if (sold == bought)
            {
                continue;
            }

            if (context.Transaction.Market.Proceeds(sold, bought, received) is not { } proceeds)
            {
                return o.Refuse("op_too_few_offers");
            }

            offers.Add(context.Transaction.Market.Offer(sold, received, bought, proceeds));
            (sold, received) = (bought, proceeds);
        }

        return received < o.DestinationMin
            ? o.Refuse("op_under_dest_min")
            : Deliver(context, o, o.Destination, o.SendAsset, o.SendAmount, o.DestinationAsset, received, offers);
    }

    public static OperationResult Apply(OperationContext context, AccountMergeOperation o)
    {
        var destination = o.Destination.Account;
        var account = context.SourceAccount;
        if (context.Changes.FindAccount(destination) is not { } receiver)
        {
            return o.Refuse("op_no_account");
        }

        if (account.IsAuthImmutable)
        {
            return o.Refuse("op_immutable_set");
        }

        if (account.SubentryCount != account.Signers.Length)
        {
            return o.Refuse("op_has_sub_entries");
        }

        // Made anew in this ledger, the account could otherwise repeat sequences that were used before.
        if (account.Sequence >= (long)context.Closing.Sequence << 32)
        {
            return o.Refuse("op_seq_num_too_far");
        }

        if (account.NumSponsoring > 0 || context.Transaction.Sponsors.ContainsValue(context.Source))
        {
            return o.Refuse("op_is_sponsor");
        }

        if (receiver.Balance > long.MaxValue - account.Balance)
        {
            return o.Refuse("op_dest_full");
        }

        foreach (var signer in account.Signers)
        {
            context.ReturnToSponsor(signer.Sponsor, null, 1);
        }

        context.ReturnToSponsor(account.Sponsor, null, Reserves.Account);
        // Read again: the receiver may itself have been one of the sponsors.
        receiver = context.Changes.Account(destination);
        context.Put(receiver with { Balance = receiver.Balance + account.Balance });
        context.Changes.Remove(context.Source);
        context.Did("account_debited", context.Source, Asset.Native, account.Balance);
        context.Did("account_credited", destination, Asset.Native, account.Balance);
        context.Did("account_removed", context.Source);
        return o.Succeed(new MergedOutcome(account.Balance));
    }

    private static OperationResult Deliver(
        OperationContext context,
        Operation operation,
        MuxedAccount destination,
        Asset sentAsset,
        long sent,
        Asset receivedAsset,
        long received,
        List<ClaimedOffer> offers
    )
    {
        var receiver = destination.Account;
        if (Move(context, operation, receiver, sentAsset, sent, receivedAsset, received) is { } refusal)
        {
            return refusal;
        }

        if (!offers.All(offer => Settle(context, offer)))
        {
            return operation.Refuse("op_too_few_offers");
        }

        context.Did("account_credited", receiver, receivedAsset, received);
        context.Did("account_debited", context.Source, sentAsset, sent);
        return operation.Succeed(new PathPaymentOutcome([.. offers], receiver, receivedAsset, received));
    }

    // The receiver comes first, as in core, so that its refusals are the ones reported when both ends have one.
    private static OperationResult? Move(
        OperationContext context,
        Operation operation,
        AccountId receiver,
        Asset sentAsset,
        long sent,
        Asset receivedAsset,
        long received
    )
    {
        var toIssuer =
            sentAsset == receivedAsset && receivedAsset is CreditAsset { Issuer: var issuer } && issuer == receiver;
        if (!toIssuer && context.Changes.FindAccount(receiver) is null)
        {
            return operation.Refuse("op_no_destination");
        }

        var credited = context.Credit(receiver, receivedAsset, received);
        if (credited != TransferOutcome.Ok)
        {
            return operation.Refuse(
                credited switch
                {
                    TransferOutcome.NoTrust => "op_no_trust",
                    TransferOutcome.NotAuthorized => "op_not_authorized",
                    _ => "op_line_full",
                }
            );
        }

        return context.Debit(context.Source, sentAsset, sent) switch
        {
            TransferOutcome.Ok => null,
            TransferOutcome.NoTrust => operation.Refuse("op_src_no_trust"),
            TransferOutcome.NotAuthorized => operation.Refuse("op_src_not_authorized"),
            _ => operation.Refuse("op_underfunded"),
        };
    }

    private static bool Settle(OperationContext context, ClaimedOffer offer)
    {
        var owner = context.Transaction.Market.Owner;
        return offer switch
        {
            { BoughtAsset: NativeAsset } => context.Credit(owner, offer.BoughtAsset, offer.BoughtAmount)
                == TransferOutcome.Ok,
            { SoldAsset: NativeAsset } => context.Debit(owner, offer.SoldAsset, offer.SoldAmount) == TransferOutcome.Ok,
            _ => true,
        };
    }
}

using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Networks;
using Anchor.Grains.Payouts;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Transactions;

/// <summary>A transaction's questions and orders to the ledger.</summary>
public sealed class LedgerEffects(
    IGrainFactory grains,
    ILedger ledger,
    NetworkWatch network,
    IOptions<AnchorGrainOptions> options,
    ILogger<LedgerEffects> logger
)
{
    internal async Task<bool> CheckAsync(
        AnchorTransaction transaction,
        PendingEffect effect,
        CancellationToken cancellationToken
    )
    {
        if (!await MayLookAsync(cancellationToken))
        {
            return false;
        }

        if (await LookAsync(transaction, cancellationToken) is not { } state)
        {
            return false;
        }

        await grains
            .GetGrain<ITransactionGrain>(transaction.Id)
            .ApplyAsync(new DestinationChecked(effect.Id, state), cancellationToken);
        return true;
    }

    /// <summary>What a network that was reset says of destinations does not count until it is taken over.</summary>
    internal async Task<bool> MayLookAsync(CancellationToken cancellationToken) =>
        (await network.LookAsync(NetworkWatch.Recent, cancellationToken)).IsOpen;

    /// <summary>What the ledger says of the deposit's destination now; null if that does not count.</summary>
    internal async Task<DestinationState?> LookAsync(AnchorTransaction transaction, CancellationToken cancellationToken)
    {
        var state = await ledger.CheckDestinationAsync(
            transaction.Counterparty!,
            transaction.Memo is not null,
            transaction.Asset,
            transaction.Amounts!.Out,
            cancellationToken
        );
        // What is missing may be missing because everything is: the network may have begun anew since it was last looked at.
        return
            state is DestinationState.AccountMissing or DestinationState.TrustlineMissing
            && !(await network.LookAsync(TimeSpan.Zero, cancellationToken)).IsOpen
            ? null
            : state;
    }

    /// <summary>Hands the order to the payer, which tells the transaction how it ends; ordering twice changes nothing.</summary>
    internal async Task<bool> OrderAsync(
        AnchorTransaction transaction,
        PendingEffect effect,
        CancellationToken cancellationToken
    )
    {
        var payer = grains.GetGrain<IPayoutGrain>(transaction.DistributionAccount);
        if (await payer.OrderAsync(OrderFor(transaction, effect), cancellationToken) is { } refusal)
        {
            logger.OrderRefused(transaction.Id, refusal.Code, refusal.Detail);
        }

        return true;
    }

    private PayoutOrder OrderFor(AnchorTransaction transaction, PendingEffect effect)
    {
        var amounts = transaction.Amounts!;
        var (kind, asset, amount, memo) = effect.Kind switch
        {
            EffectKind.PayDeposit => (PayoutKind.Payment, transaction.Asset, amounts.Out, transaction.Memo),
            EffectKind.PayDepositAsClaimable => (
                PayoutKind.ClaimableBalance,
                transaction.Asset,
                amounts.Out,
                transaction.Memo
            ),
            EffectKind.PayDepositByCreation => (
                PayoutKind.CreateAccount,
                AssetId.Native,
                amounts.Out,
                transaction.Memo
            ),
            EffectKind.CreateDestination => (
                PayoutKind.CreateAccount,
                AssetId.Native,
                Amount.Floor(options.Value.NewAccountStartingBalance),
                null
            ),
            // The memo of a withdrawal is the anchor's own; a refund goes back without it.
            EffectKind.PayRefund => (PayoutKind.Payment, transaction.Asset, amounts.In, null),
            _ => throw new InvalidOperationException($"{effect.Kind} is not a ledger payment."),
        };
        return new(
            effect.Id,
            transaction.Id,
            transaction.DistributionAccount,
            kind,
            transaction.Counterparty!,
            asset,
            amount,
            memo,
            []
        );
    }
}

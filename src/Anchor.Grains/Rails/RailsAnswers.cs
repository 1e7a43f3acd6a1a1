using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Rails;

/// <summary>Turns the rails' answers into commands.</summary>
public sealed class RailsAnswers(IAssetCatalogue assets, IFees fees)
{
    internal static OutgoingAnswered ToOutgoing(RailsAnswer answer) =>
        answer switch
        {
            RailsAnswer.SettledAnswer settled => new(OutgoingState.Settled, settled.ExternalTransactionId, null),
            RailsAnswer.PendingAnswer pending => new(OutgoingState.Pending, pending.ExternalTransactionId, null),
            RailsAnswer.FailedAnswer failed => new(OutgoingState.Failed, null, failed.Reason),
            _ => throw new InvalidOperationException($"No command for {answer}."),
        };

    /// <summary>Null if the answer says nothing new.</summary>
    internal TransactionCommand? ToDeposit(AnchorTransaction transaction, RailsAnswer answer) =>
        answer switch
        {
            RailsAnswer.SettledAnswer settled => Funded(transaction, settled),
            RailsAnswer.PendingAnswer { Seen: true } pending
                when transaction.Status == TransactionStatus.PendingUserTransferStart => new DepositSeen(
                pending.ExternalTransactionId
            ),
            RailsAnswer.FailedAnswer failed => new DepositFailed(failed.Reason),
            _ => null,
        };

    /// <summary>Fee: what the rails set, else the registered function, else fixed plus percent.</summary>
    private TransactionCommand Funded(AnchorTransaction transaction, RailsAnswer.SettledAnswer settled)
    {
        var amount = settled.Amount ?? transaction.Expected!.In;
        var fee = settled.Fee ?? FeeOn(transaction, amount);
        return FeeQuote.TryCreate(amount, fee, out var quote)
            ? new DepositReceived(quote, settled.ExternalTransactionId)
            : new DepositHeld($"The fee of {fee} leaves nothing of the {amount} that came.");
    }

    private Amount FeeOn(AnchorTransaction transaction, Amount amount) =>
        assets.Find(transaction.Asset) is { } terms
            ? fees.FeeFor(terms, transaction.Kind, amount, transaction.Fields.GetValueOrDefault("type"))
            : throw new InvalidOperationException(
                $"{transaction.Asset} of transaction {transaction.Id} is no longer configured."
            );
}

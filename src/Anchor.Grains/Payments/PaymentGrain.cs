using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Payments;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Payments;

/// <summary>The shell of <see cref="PaymentMachine"/>. Its row was stored with the page that brought it, before this grain ever ran.</summary>
[GrainType("payment")]
public sealed class PaymentGrain : Grain, IPaymentGrain
{
    private readonly StoredMachine<IncomingPayment, PaymentCommand> _machine;
    private readonly ITransactionIndex _index;
    private readonly IIngestStore _payments;
    private readonly IAssetCatalogue _assets;
    private readonly IFees _fees;
    private readonly IMoneySteps _steps;
    private readonly AnchorGrainOptions _options;
    private readonly ILogger<PaymentGrain> _logger;

    public PaymentGrain(
        [PersistentState("payment", "anchor")] IPersistentState<IncomingPayment> stored,
        ITransactionIndex index,
        IIngestStore payments,
        IAssetCatalogue assets,
        IFees fees,
        IMoneySteps steps,
        IOptions<AnchorGrainOptions> options,
        TimeProvider time,
        ILogger<PaymentGrain> logger
    )
    {
        _machine = new(stored, PaymentMachine.Decide, time, DeactivateOnIdle);
        _index = index;
        _payments = payments;
        _assets = assets;
        _fees = fees;
        _steps = steps;
        _options = options.Value;
        _logger = logger;
    }

    public Task<IncomingPayment?> GetAsync(CancellationToken cancellationToken)
    {
        if (_machine.State.Status != PaymentStatus.None)
        {
            return Task.FromResult<IncomingPayment?>(_machine.State);
        }

        // Its row may come any moment, and not through this grain: the next call looks again.
        DeactivateOnIdle();
        return Task.FromResult<IncomingPayment?>(null);
    }

    public async Task<IncomingPayment> SettleAsync(CancellationToken cancellationToken)
    {
        if (_machine.State.Status == PaymentStatus.None)
        {
            await _machine.ReadAsync();
        }

        if (_machine.State.Status == PaymentStatus.Received)
        {
            var command = await FindPlaceAsync(_machine.State, cancellationToken);
            await _machine.ApplyAsync(command);
            if (command is HoldPayment held)
            {
                _logger.PaymentHeld(_machine.State.Id, held.Reason);
            }
        }

        return _machine.State;
    }

    private async Task<PaymentCommand> FindPlaceAsync(IncomingPayment payment, CancellationToken cancellationToken)
    {
        if (payment.Raw is not null)
        {
            return new HoldPayment(null, "unreadable");
        }

        if (payment.Memo is not { Kind: not MemoKind.None } memo)
        {
            return new HoldPayment(null, "no_memo");
        }

        await LetEarlierGoFirstAsync(payment, cancellationToken);
        var found = await _index.FindByMemoAsync(payment.Account, memo, cancellationToken);
        if (found is not [var transactionId])
        {
            return new HoldPayment(null, found.IsEmpty ? "unknown_memo" : "ambiguous_memo");
        }

        var grain = GrainFactory.GetGrain<ITransactionGrain>(transactionId);
        var transaction = await grain.GetAsync(cancellationToken);
        if (transaction is null)
        {
            return new HoldPayment(null, "unknown_memo");
        }

        if (transaction.PaymentId == payment.Id)
        {
            // Taken before a crash, and not written here.
            return new MatchPayment(transactionId);
        }

        return await OfferAsync(grain, transaction, payment, cancellationToken);
    }

    /// <summary>
    /// Of two payments with one memo the first is the transaction's money, whichever was handed over first: a crash, or a failure of the
    /// first, may have turned their order around. Each waits for the one before it, so they never wait in a circle.
    /// </summary>
    private async Task LetEarlierGoFirstAsync(IncomingPayment payment, CancellationToken cancellationToken)
    {
        if (await _payments.EarlierUndecidedAsync(payment, cancellationToken) is { } earlier)
        {
            await GrainFactory.GetGrain<IPaymentGrain>(earlier).SettleAsync(cancellationToken);
        }
    }

    private async Task<PaymentCommand> OfferAsync(
        ITransactionGrain grain,
        AnchorTransaction transaction,
        IncomingPayment payment,
        CancellationToken cancellationToken
    )
    {
        if (payment.Asset != transaction.Asset)
        {
            return new HoldPayment(transaction.Id, "wrong_asset");
        }

        if (_assets.Find(payment.Asset) is not { } terms)
        {
            // Another process may have learned of the asset before this one: the payment stays as received and is offered again.
            return transaction.Status.IsTerminal()
                ? new HoldPayment(transaction.Id, "asset_not_served")
                : throw new InvalidOperationException(
                    $"{payment.Asset} of transaction {transaction.Id} is not served here (yet)."
                );
        }

        if (Misfit(terms, transaction, payment.Amount, out var amounts) is { } reason)
        {
            return new HoldPayment(transaction.Id, reason);
        }

        var arrived = new PaymentArrived(
            payment.Id,
            payment.Asset,
            amounts!,
            payment.From,
            payment.StellarTransactionId,
            _options.ExecuteOnMatch == ExecuteOnMatch.Poll
        );
        var outcome = await grain.ApplyAsync(arrived, cancellationToken);
        _steps.Reached(MoneyStep.PaymentTaken);
        return outcome.Refusal is { } refusal
            ? new HoldPayment(transaction.Id, refusal.Code)
            : new MatchPayment(transaction.Id);
    }

    /// <summary>The amount that came counts, not the one that was said; it must still be one that the anchor moves.</summary>
    private string? Misfit(AssetTerms terms, AnchorTransaction transaction, Amount amount, out FeeQuote? amounts)
    {
        amounts = null;
        if (amount < terms.Withdrawal.Min)
        {
            return "too_small";
        }

        if (amount > terms.Withdrawal.Max)
        {
            return "too_large";
        }

        var fee = _fees.FeeFor(terms, transaction.Kind, amount, transaction.Fields.GetValueOrDefault("type"));
        return FeeQuote.TryCreate(amount, fee, out amounts) ? null : "too_small";
    }
}

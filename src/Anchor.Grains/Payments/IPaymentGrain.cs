using System.Collections.Immutable;
using Anchor.Domain.Payments;

namespace Anchor.Grains.Payments;

/// <summary>One incoming payment. The key is the operation id.</summary>
[Alias("anchor.IPaymentGrain")]
public interface IPaymentGrain : IGrainWithStringKey
{
    /// <summary>Finds the transaction the payment is for and hands it over; holds it if there is none. Safe to repeat.</summary>
    [Alias("settle")]
    Task<IncomingPayment> SettleAsync(CancellationToken cancellationToken);

    /// <summary>The payment, or null if it was never received.</summary>
    [ReadOnly]
    [Alias("get")]
    Task<IncomingPayment?> GetAsync(CancellationToken cancellationToken);
}

/// <summary>Takes stored payments to their grains, one after the other in the given order; many consumers work side by side.</summary>
[Alias("anchor.IPaymentConsumerGrain")]
public interface IPaymentConsumerGrain : IGrainWithStringKey
{
    [Alias("consume")]
    Task ConsumeAsync(ImmutableArray<string> paymentIds, CancellationToken cancellationToken);
}

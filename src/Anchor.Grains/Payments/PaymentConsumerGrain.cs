using System.Collections.Immutable;

namespace Anchor.Grains.Payments;

/// <summary>Stateless: everything it needs is in the rows, so a page may be handed over any number of times.</summary>
[GrainType("payment-consumer")]
[StatelessWorker(32)]
public sealed class PaymentConsumerGrain : Grain, IPaymentConsumerGrain
{
    public async Task ConsumeAsync(ImmutableArray<string> paymentIds, CancellationToken cancellationToken)
    {
        foreach (var id in paymentIds)
        {
            await GrainFactory.GetGrain<IPaymentGrain>(id).SettleAsync(cancellationToken);
        }
    }
}

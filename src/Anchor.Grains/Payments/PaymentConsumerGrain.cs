using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Payments;

/// <summary>Stateless: everything it needs is in the rows, so a page may be handed over any number of times.</summary>
[GrainType("payment-consumer")]
[StatelessWorker(32)]
public sealed class PaymentConsumerGrain(ILogger<PaymentConsumerGrain> logger) : Grain, IPaymentConsumerGrain
{
    public async Task ConsumeAsync(ImmutableArray<string> paymentIds, CancellationToken cancellationToken)
    {
        foreach (var id in paymentIds)
        {
            try
            {
                await GrainFactory.GetGrain<IPaymentGrain>(id).SettleAsync(cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // It stays stored as received and comes again; those behind it must not wait for that.
                logger.PaymentNotSettled(id, e);
            }
        }
    }
}

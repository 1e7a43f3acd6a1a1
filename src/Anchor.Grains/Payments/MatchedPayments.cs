using System.Collections.Immutable;
using Anchor.Domain.Payments;
using Anchor.Grains.Ingest;
using Anchor.Grains.Rails;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Payments;

/// <summary>Takes the payments of a stored page to their transactions at once and has what they pay for paid out, one after the other, in the ledger's order.</summary>
/// <remarks>It only hurries on what happens by itself, so it may be cut off or repeated at any point.</remarks>
public sealed class MatchedPayments(IGrainFactory grains, Executions executions, ILogger<MatchedPayments> logger)
{
    /// <summary>Gives the number of payments that belong to a withdrawal.</summary>
    /// <param name="source">The account that was paid.</param>
    /// <param name="payments">The page as the reader handed it over.</param>
    /// <param name="waits">Whether each payment out is waited for, until the rails have answered or had their time; if not, it is left to the grains.</param>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    public async Task<int> ExecuteAsync(
        string source,
        ImmutableArray<IncomingPayment> payments,
        bool waits,
        CancellationToken cancellationToken
    )
    {
        if (payments.IsEmpty)
        {
            return 0;
        }

        var era = (await grains.GetGrain<IIngestGrain>(source).GetHealthAsync(cancellationToken)).Era;
        var matched = 0;
        foreach (var id in payments.Select(payment => PaymentIds.InEra(era, payment.Id)))
        {
            try
            {
                var payment = await grains.GetGrain<IPaymentGrain>(id).SettleAsync(cancellationToken);
                if (payment is { Status: PaymentStatus.Matched, TransactionId: { } transactionId })
                {
                    matched++;
                    await ExecuteAsync(transactionId, waits, cancellationToken);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // It is stored, and comes again by itself; those behind it must not wait for that.
                logger.PaymentNotSettled(id, e);
            }
        }

        return matched;
    }

    private Task ExecuteAsync(string transactionId, bool waits, CancellationToken cancellationToken) =>
        waits
            ? executions.ExecuteAsync(transactionId, cancellationToken)
            : grains
                .GetGrain<ITransactionGrain>(transactionId)
                .ApplyAsync(new Domain.Transactions.ReleaseOutgoing(), cancellationToken);
}

using Anchor.Grains.Tests.Fakes;

namespace Anchor.Grains.Tests.Harness;

/// <summary>What a test looks at from outside.</summary>
internal static class Sights
{
    /// <summary>All that the ledger paid for one transaction.</summary>
    public static IReadOnlyList<LedgerPayment> PaymentsFor(this World world, string transactionId) =>
        [.. world.Ledger.Payments.Where(payment => payment.Order.TransactionId == transactionId)];
}

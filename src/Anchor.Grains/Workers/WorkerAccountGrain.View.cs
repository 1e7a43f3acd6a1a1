using System.Globalization;
using System.Numerics;
using Anchor.Domain.Workers;

namespace Anchor.Grains.Workers;

/// <summary>What can be said of the account without asking its chain.</summary>
public sealed partial class WorkerAccountGrain
{
    public Task<WorkerView> GetViewAsync(CancellationToken cancellationToken)
    {
        var open = _open.Values.Select(stored => stored.Transaction).ToList();
        var committed = InFlight().Aggregate(BigInteger.Zero, (sum, transaction) => sum + MostOf(transaction));
        return Task.FromResult(
            new WorkerView(
                Key,
                _seen?.Balance,
                committed.ToString(CultureInfo.InvariantCulture),
                _account.Account.NextNonce,
                open.Count(transaction => transaction.Status == WorkerStatus.Queued),
                open.Count(transaction => transaction.Status == WorkerStatus.InFlight),
                open.Count == 0 ? null : open.Min(transaction => transaction.OrderedAt),
                _trouble ?? open.Find(transaction => transaction.Trouble is not null)?.Trouble
            )
        );
    }

    private static BigInteger MostOf(WorkerTransaction transaction) =>
        FeeRules.Wei(transaction.Order.Value)
        + (transaction.Attempts[^1].GasLimit * FeeRules.Wei(transaction.Attempts[^1].MaxFee));
}

using System.Collections.Immutable;
using Anchor.Api.Operator;
using Anchor.Domain.Payments;
using Anchor.Ledgers.Readers;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Watch;

/// <summary>The cursors belong to the server, which is told over the operator API; a lost answer is asked for again, because a page stored twice is stored once.</summary>
internal sealed class OperatorPages(OperatorLink link, WatchExecution? execution, Action<string> tell) : IPageOwner
{
    public TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(3);

    public async Task<bool> AppendAsync(
        string source,
        long epoch,
        ImmutableArray<IncomingPayment> payments,
        string cursor,
        CancellationToken cancellationToken
    )
    {
        var answer = await link.PostAsync(
            $"operator/watch/{source}/pages",
            new WatchPage(epoch, payments, cursor, execution),
            WatchJson.Default.WatchPage,
            WatchJson.Default.WatchTaken,
            isRepeatable: true,
            cancellationToken
        );
        if (answer.Taken && !payments.IsEmpty)
        {
            tell(
                execution is null
                    ? $"{source}: {payments.Length} payments stored"
                    : $"{source}: {payments.Length} payments stored, {answer.Matched} matched and paid out"
            );
        }

        return answer.Taken;
    }

    public async Task<bool> ReportAsync(
        string source,
        long epoch,
        DateTimeOffset? seenUpTo,
        string? alarm,
        CancellationToken cancellationToken
    ) =>
        (
            await link.PostAsync(
                $"operator/watch/{source}/report",
                new WatchReport(epoch, seenUpTo, alarm),
                WatchJson.Default.WatchReport,
                WatchJson.Default.WatchTaken,
                isRepeatable: true,
                cancellationToken
            )
        ).Taken;

    public async Task<string?> FindResetAsync(CancellationToken cancellationToken) =>
        (await link.GetAsync("operator/watch/network", WatchJson.Default.WatchReset, cancellationToken)).Reason;
}

using Anchor.Api.Operator;
using Anchor.Domain.Transactions;
using Anchor.Grains.Rails;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Polls;

/// <summary>One round of a polling command, a page at a time: whenever it is cut off, nothing is half done.</summary>
internal sealed class PollRun(PollKind kind, OperatorLink link, TimeProvider time, Action<string> progress)
{
    private const int IdsAtOnce = 500;
    private static readonly TimeSpan PayoutsTake = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, TransactionStatus> _moved = new(StringComparer.Ordinal);
    private int _asked;
    private int _failed;

    /// <summary>False once a page was answered without a business to ask.</summary>
    public bool HasRails { get; private set; } = true;

    public async Task<PollSummary> RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        foreach (var name in kind.Rounds)
        {
            await PollAsync(name, cancellationToken);
        }

        // What this process hosts ends with it.
        if (kind.AwaitsPayouts || link.IsHosting)
        {
            await AwaitPayoutsAsync(cancellationToken);
        }

        return PollSummary.Of(
            kind,
            _asked,
            _moved.Values.Where(static status => !IsOnItsWay(status)),
            _failed,
            _moved.Values.Count(IsOnItsWay),
            time.GetElapsedTime(began)
        );
    }

    private async Task PollAsync(string name, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            progress($"{kind.Verb}: {_asked} asked, {_moved.Count} moved");
            var page = await link.PostAsync(
                $"operator/polls/{name}{(after is null ? "" : $"?after={Uri.EscapeDataString(after)}")}",
                PollJson.Default.PollPage,
                isRepeatable: true,
                cancellationToken
            );
            _asked += name == RailsPolls.Payouts ? 0 : page.Asked;
            _failed += page.Failed;
            HasRails &= page.HasRails;
            foreach (var move in page.Moved)
            {
                _moved[move.TransactionId] = move.Status;
            }

            after = page.Next;
        } while (after is not null);
    }

    private async Task AwaitPayoutsAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            string[] waiting = [.. _moved.Where(static pair => IsOnItsWay(pair.Value)).Select(static pair => pair.Key)];
            if (waiting.Length == 0 || time.GetElapsedTime(since) > PayoutsTake)
            {
                return;
            }

            if (link.IsServerWaiting)
            {
                await Console.Error.WriteLineAsync(
                    $"A server starts: {waiting.Length} payouts on their way are left to it."
                );
                return;
            }

            progress($"{kind.Verb}: {waiting.Length} payouts on their way");
            await Task.Delay(Glance, time, cancellationToken);
            foreach (var ids in waiting.Chunk(IdsAtOnce))
            {
                var found = await link.PostAsync(
                    "operator/transactions/statuses",
                    new TransactionIds([.. ids]),
                    PollJson.Default.TransactionIds,
                    PollJson.Default.TransactionStatuses,
                    isRepeatable: true,
                    cancellationToken
                );
                foreach (var (id, status) in found.Statuses)
                {
                    _moved[id] = status;
                }
            }
        }
    }

    /// <summary>The ledger has the next word: a deposit's payout, the account it needs, or a refund.</summary>
    private static bool IsOnItsWay(TransactionStatus status) =>
        status is TransactionStatus.PendingAnchor or TransactionStatus.PendingStellar;
}

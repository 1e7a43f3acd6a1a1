using System.Collections.Immutable;
using Anchor.Domain.Payments;
using Anchor.Grains;
using Anchor.Grains.Ingest;
using Anchor.Grains.Networks;
using Anchor.Grains.Payments;
using Microsoft.Extensions.Options;

namespace Anchor.Ledgers.Readers;

/// <summary>The sources' own grains. With <see cref="ExecuteOnMatch.Inline"/>, the next page is read when what this one pays for was paid out.</summary>
public sealed class GrainPages(
    IGrainFactory grains,
    NetworkWatch network,
    MatchedPayments matched,
    IOptions<AnchorGrainOptions> options
) : IPageOwner
{
    public TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(20);

    public async Task<bool> AppendAsync(
        string source,
        long epoch,
        ImmutableArray<IncomingPayment> payments,
        string cursor,
        CancellationToken cancellationToken
    )
    {
        if (!await grains.GetGrain<IIngestGrain>(source).AppendAsync(epoch, payments, cursor, cancellationToken))
        {
            return false;
        }

        if (options.Value.ExecuteOnMatch == ExecuteOnMatch.Inline)
        {
            await matched.ExecuteAsync(source, payments, waits: true, cancellationToken);
        }

        return true;
    }

    public Task<bool> ReportAsync(
        string source,
        long epoch,
        DateTimeOffset? seenUpTo,
        string? alarm,
        CancellationToken cancellationToken
    ) => grains.GetGrain<IIngestGrain>(source).ReportAsync(epoch, seenUpTo, alarm, cancellationToken);

    public Task<string?> FindResetAsync(CancellationToken cancellationToken) =>
        network.FindResetAsync(cancellationToken);
}

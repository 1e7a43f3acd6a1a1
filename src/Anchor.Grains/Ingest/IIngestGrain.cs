using System.Collections.Immutable;
using Anchor.Domain.Payments;

namespace Anchor.Grains.Ingest;

/// <summary>The cursor of one source of payments, and the one place that appoints its reader. The key is the account that is read.</summary>
[Alias("anchor.IIngestGrain")]
public interface IIngestGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that a reader runs, unless the network was reset; on a new network it begins where that was taken over. Called at start-up and by reminder.</summary>
    [Alias("ensure")]
    Task EnsureReaderAsync(CancellationToken cancellationToken);

    /// <summary>Appoints a reader outside this cluster, unless another one is at it or the server reads itself. The same holder may ask again.</summary>
    [Alias("appoint")]
    Task<IngestAppointment> AppointAsync(string holder, CancellationToken cancellationToken);

    /// <summary>The appointed reader ends, and another need not wait until it has been silent for long.</summary>
    [Alias("resign")]
    Task ResignAsync(long epoch, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a page and its cursor in one commit, then has the payments settled. False if the epoch is not the present one: the reader must stop.
    /// </summary>
    [Alias("append")]
    Task<bool> AppendAsync(
        long epoch,
        ImmutableArray<IncomingPayment> payments,
        string cursor,
        CancellationToken cancellationToken
    );

    /// <summary>The reader is well, up to this ledger time; or it has stopped for a reason that a person must see to.</summary>
    [Alias("report")]
    Task<bool> ReportAsync(long epoch, DateTimeOffset? seenUpTo, string? alarm, CancellationToken cancellationToken);

    /// <summary>Stops reading until <see cref="EnsureReaderAsync"/> finds the network open again; pages that are under way are refused.</summary>
    [Alias("halt")]
    Task HaltAsync(string alarm, CancellationToken cancellationToken);

    [ReadOnly]
    [Alias("health")]
    Task<IngestHealth> GetHealthAsync(CancellationToken cancellationToken);
}

/// <summary>How reading goes.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.ingest-health")]
public sealed record IngestHealth(string? Cursor, long Epoch, DateTimeOffset? LastHeard, string? Alarm, int Era = 0);

/// <summary>Under which epoch, and after which cursor, a reader may read; or why not now.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.ingest-appointment")]
public sealed record IngestAppointment(long Epoch, string? Cursor, string? Refusal);

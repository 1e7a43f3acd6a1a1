using System.Collections.Immutable;
using Anchor.Domain.Payments;

namespace Anchor.Ledgers.Readers;

/// <summary>Who owns the cursors that a reader reads by: the grains of this process' cluster, or a server that is told over HTTP.</summary>
public interface IPageOwner
{
    /// <summary>How often the owner wants to hear from a reader whose source is quiet.</summary>
    TimeSpan Heartbeat { get; }

    /// <summary>Stores a page with the cursor after it. False: another reader was appointed, and this one must stop.</summary>
    Task<bool> AppendAsync(
        string source,
        long epoch,
        ImmutableArray<IncomingPayment> payments,
        string cursor,
        CancellationToken cancellationToken
    );

    /// <summary>The reader is well, up to this ledger time, or stops for a reason that a person must see to. False: it must stop.</summary>
    Task<bool> ReportAsync(
        string source,
        long epoch,
        DateTimeOffset? seenUpTo,
        string? alarm,
        CancellationToken cancellationToken
    );

    /// <summary>Null as long as the network is the one that the cursors are about, else why it is not.</summary>
    Task<string?> FindResetAsync(CancellationToken cancellationToken);
}

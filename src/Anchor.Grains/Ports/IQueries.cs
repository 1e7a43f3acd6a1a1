using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Transactions;

namespace Anchor.Grains.Ports;

/// <summary>Reads of transactions for the outside, straight from the rows.</summary>
public interface ITransactionQueries
{
    /// <summary>Null if there is none.</summary>
    ValueTask<AnchorTransaction?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Those of one user whose ledger transaction has this hash, newest first.</summary>
    ValueTask<ImmutableArray<AnchorTransaction>> FindByStellarIdAsync(
        TransactionOwner owner,
        string hash,
        CancellationToken cancellationToken
    );

    /// <summary>Those of one user that the rails know under this id, newest first.</summary>
    ValueTask<ImmutableArray<AnchorTransaction>> FindByExternalIdAsync(
        TransactionOwner owner,
        string externalId,
        CancellationToken cancellationToken
    );

    /// <summary>One user's transactions, newest start first.</summary>
    ValueTask<ImmutableArray<AnchorTransaction>> ListAsync(
        TransactionFilter filter,
        CancellationToken cancellationToken
    );

    /// <summary>How many transactions there are in each status; for metrics and the landing page.</summary>
    ValueTask<IReadOnlyDictionary<TransactionStatus, long>> CountByStatusAsync(CancellationToken cancellationToken);
}

/// <summary>Whose transactions: the signed-in address, and the memo that tells users of a shared account apart. Both must match.</summary>
public readonly record struct TransactionOwner(string Account, string? AccountMemo);

/// <summary>SEP-24's <c>GET /transactions</c>.</summary>
/// <param name="PagingId">Only those that started before this transaction; unknown ids give an empty page.</param>
public sealed record TransactionFilter(
    TransactionOwner Owner,
    AssetId Asset,
    TransactionKind? Kind,
    DateTimeOffset? NoOlderThan,
    string? PagingId,
    int Limit
);

/// <summary>Remembers what may be used once, shared between all processes of an installation.</summary>
public interface ISingleUse
{
    /// <summary>True the first time, durably; false ever after. May be forgotten once <paramref name="until"/> has passed.</summary>
    Task<bool> TryUseAsync(string purpose, string value, DateTimeOffset until, CancellationToken cancellationToken);
}

/// <summary>Small durable settings of the installation itself, such as generated keys; values are encrypted at rest.</summary>
public interface ISettings
{
    Task<string?> GetAsync(string name, CancellationToken cancellationToken);

    Task SetAsync(string name, string value, CancellationToken cancellationToken);
}

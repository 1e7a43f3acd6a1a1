using Anchor.Stellar;

namespace Anchor.Ledgers.Signing;

/// <summary>The key of one account, held outside this process.</summary>
public interface IRemoteKey
{
    /// <summary>Has a transaction signed. An exception means that it is not signed, or not known to be.</summary>
    ValueTask<DecoratedSignature> SignAsync(
        AccountId account,
        Transaction transaction,
        Hash256 hash,
        CancellationToken cancellationToken
    );
}

using System.Collections.Immutable;
using Anchor.Stellar;

namespace Anchor.Ledgers.Signing;

/// <summary>Signs for the anchor's accounts, wherever their keys are: a seed in this process, a key service, a device.</summary>
public interface ISigner
{
    /// <summary>The channel accounts of a distribution account, the first <paramref name="count"/> of them: always the same, in the same order.</summary>
    ImmutableArray<AccountId> ChannelsOf(AccountId distribution, int count);

    /// <summary>Signs a transaction. Throws <see cref="InvalidOperationException"/> for an account whose key it does not have.</summary>
    /// <param name="account">Whose signature it shall be.</param>
    /// <param name="transaction">For a signer that wants to see what it signs.</param>
    /// <param name="hash">The transaction's hash on the network that it is for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<DecoratedSignature> SignAsync(
        AccountId account,
        Transaction transaction,
        Hash256 hash,
        CancellationToken cancellationToken
    );
}

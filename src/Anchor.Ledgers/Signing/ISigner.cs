using System.Collections.Immutable;
using Anchor.Stellar;

namespace Anchor.Ledgers.Signing;

/// <summary>Signs for the anchor's accounts, wherever their keys are: a seed in this process, a key service, a device.</summary>
public interface ISigner
{
    /// <summary>The channel accounts of a distribution account, the first <paramref name="count"/> of them: always the same, in the same order.</summary>
    ImmutableArray<AccountId> ChannelsOf(AccountId distribution, int count);

    /// <summary>Signs a transaction's hash. Throws <see cref="InvalidOperationException"/> for an account whose key it does not have.</summary>
    ValueTask<DecoratedSignature> SignAsync(AccountId account, Hash256 hash, CancellationToken cancellationToken);
}

using Anchor.Stellar;

namespace Anchor.Api.Sep10;

/// <summary>Asks the ledger who may sign for an account.</summary>
public interface IAccountSigners
{
    /// <summary>
    /// Null only if the ledger itself says that there is no such account; whenever it cannot be asked, <see cref="LedgerUnavailableException"/>.
    /// </summary>
    Task<AccountSigners?> FindAsync(AccountId account, CancellationToken cancellationToken);
}

/// <summary>The ledger could not be asked; nothing is known about the account.</summary>
public sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

using System.Collections.Concurrent;
using Anchor.Api.Sep10;
using Anchor.Stellar;

namespace Anchor.Api.Tests.Fakes;

/// <summary>Accounts that exist on the ledger, with their signers; or no ledger at all.</summary>
internal sealed class FakeSigners : IAccountSigners
{
    public ConcurrentDictionary<AccountId, AccountSigners> Accounts { get; } = new();

    public bool IsDown { get; set; }

    public Task<AccountSigners?> FindAsync(AccountId account, CancellationToken cancellationToken) =>
        IsDown
            ? throw new LedgerUnavailableException("The ledger is down.")
            : Task.FromResult(Accounts.GetValueOrDefault(account));
}

/// <summary>The stellar.toml files of wallets' domains.</summary>
internal sealed class FakeClientDomains : IClientDomainFetcher
{
    public ConcurrentDictionary<string, string> Files { get; } = new();

    public Task<(string? Toml, string? Fault)> FetchAsync(string domain, CancellationToken cancellationToken) =>
        Task.FromResult<(string?, string?)>(
            Files.TryGetValue(domain, out var toml) ? (toml, null) : (null, "no such host")
        );
}

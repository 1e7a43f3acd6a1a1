using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Anchor.Stellar;

namespace Anchor.Ledgers.Signing;

/// <summary>
/// Signs with the seeds of distribution accounts held in memory. Channel keys are derived from the distribution seed (HKDF-SHA256), so
/// that no further secret must be stored or backed up.
/// </summary>
public sealed class SeedSigner : ISigner
{
    private readonly ConcurrentDictionary<AccountId, KeyPair> _keys = new();
    private readonly ConcurrentDictionary<(AccountId Distribution, int Index), AccountId> _channels = new();

    public void Add(KeyPair distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        _keys[distribution.Account] = distribution;
    }

    public ImmutableArray<AccountId> ChannelsOf(AccountId distribution, int count) =>
        [.. Enumerable.Range(0, count).Select(index => _channels.GetOrAdd((distribution, index), Derive))];

    public ValueTask<DecoratedSignature> SignAsync(
        AccountId account,
        Hash256 hash,
        CancellationToken cancellationToken
    ) =>
        _keys.TryGetValue(account, out var key)
            ? ValueTask.FromResult(key.Sign(hash))
            : throw new InvalidOperationException($"There is no key for {account}.");

    private AccountId Derive((AccountId Distribution, int Index) channel)
    {
        if (!_keys.TryGetValue(channel.Distribution, out var distribution))
        {
            throw new InvalidOperationException($"There is no key for {channel.Distribution}.");
        }

        if (!StrKey.TryDecode(distribution.ExportSecret(), out _, out var root))
        {
            throw new InvalidOperationException("A seed did not survive its own text form.");
        }

        var info = Encoding.UTF8.GetBytes($"anchor channel {channel.Index}");
        var seed = HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, salt: null, info);
        var key = KeyPair.FromSeed(seed);
        CryptographicOperations.ZeroMemory(root);
        CryptographicOperations.ZeroMemory(seed);
        return _keys.GetOrAdd(key.Account, key).Account;
    }
}

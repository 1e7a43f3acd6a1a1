using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Anchor.Stellar;

namespace Anchor.Ledgers.Signing;

/// <summary>
/// Signs with the seeds of distribution accounts held in memory, or has their signers sign. Channel keys are derived (HKDF-SHA256) from the
/// distribution seed, so that no further secret must be stored or backed up; where that is elsewhere, from a seed made for the purpose.
/// </summary>
public sealed class SeedSigner : ISigner
{
    private readonly ConcurrentDictionary<AccountId, KeyPair> _keys = new();
    private readonly ConcurrentDictionary<AccountId, IRemoteKey> _remote = new();
    private readonly ConcurrentDictionary<AccountId, KeyPair> _roots = new();
    private readonly ConcurrentDictionary<(AccountId Distribution, int Index), AccountId> _channels = new();

    /// <summary>An account whose seed is here.</summary>
    public void Add(KeyPair distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        _roots[distribution.Account] = distribution;
        _keys[distribution.Account] = distribution;
    }

    /// <summary>An account whose key is elsewhere.</summary>
    /// <param name="distribution">The account.</param>
    /// <param name="key">Its key.</param>
    /// <param name="channelRoot">What its channels' keys are derived from; it signs nothing itself.</param>
    public void Add(AccountId distribution, IRemoteKey key, KeyPair channelRoot)
    {
        _roots[distribution] = channelRoot;
        _remote[distribution] = key;
    }

    public ImmutableArray<AccountId> ChannelsOf(AccountId distribution, int count) =>
        [.. Enumerable.Range(0, count).Select(index => _channels.GetOrAdd((distribution, index), Derive))];

    public ValueTask<DecoratedSignature> SignAsync(
        AccountId account,
        Transaction transaction,
        Hash256 hash,
        CancellationToken cancellationToken
    ) =>
        _keys.TryGetValue(account, out var key) ? ValueTask.FromResult(key.Sign(hash))
        : _remote.TryGetValue(account, out var remote) ? remote.SignAsync(account, transaction, hash, cancellationToken)
        : throw new InvalidOperationException($"There is no key for {account}.");

    private AccountId Derive((AccountId Distribution, int Index) channel)
    {
        if (!_roots.TryGetValue(channel.Distribution, out var from))
        {
            throw new InvalidOperationException($"There is no key for {channel.Distribution}.");
        }

        if (!StrKey.TryDecode(from.ExportSecret(), out _, out var root))
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

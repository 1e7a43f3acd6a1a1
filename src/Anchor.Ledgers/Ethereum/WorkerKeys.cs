using Anchor.Crypto;
using Anchor.Ethereum;

namespace Anchor.Ledgers.Ethereum;

/// <summary>The keys of this installation's workers, unlocked at the start and held until the end.</summary>
public sealed class WorkerKeys : IDisposable
{
    private readonly Dictionary<EthereumAddress, Secp256k1PrivateKey> _keys;

    /// <summary>Takes the keys over, and disposes of them at its own end.</summary>
    public WorkerKeys(IEnumerable<Secp256k1PrivateKey> keys) => _keys = keys.ToDictionary(EthereumAddress.Of);

    public IReadOnlyCollection<EthereumAddress> Addresses => _keys.Keys;

    public Secp256k1PrivateKey Find(EthereumAddress address) =>
        _keys.GetValueOrDefault(address)
        ?? throw new InvalidOperationException($"There is no key of {address} in this installation.");

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }
}

using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Transactions;

namespace Anchor.Grains.Ports;

/// <summary>The assets that operators add while the anchor runs. Their seeds are encrypted at rest.</summary>
public interface IAssetStore
{
    /// <summary>All of them, ordered by code and issuer.</summary>
    Task<ImmutableArray<StoredAsset>> ListAsync(CancellationToken cancellationToken);

    /// <summary>False if it is there already.</summary>
    Task<bool> AddAsync(StoredAsset asset, CancellationToken cancellationToken);

    /// <summary>Writes version + 1 over exactly this version; false if that is not there any more.</summary>
    Task<bool> UpdateAsync(StoredAsset asset, CancellationToken cancellationToken);

    /// <summary>Removes exactly this version, unless open transactions move the asset; false if nothing was removed.</summary>
    Task<bool> DeleteAsync(StoredAsset asset, CancellationToken cancellationToken);

    /// <summary>How many transactions of the asset are not at their end, by status.</summary>
    Task<ImmutableSortedDictionary<TransactionStatus, long>> CountOpenAsync(
        AssetId asset,
        CancellationToken cancellationToken
    );

    /// <summary>Encrypts a seed, bound to its account.</summary>
    string Seal(string distributionAccount, string seed);

    /// <summary>The seed in plain.</summary>
    string SeedOf(StoredAsset asset);
}

/// <summary>An asset as it is stored: what it moves on, and where the key of its distribution account is.</summary>
/// <param name="SealedSeed">The encrypted seed of the distribution account; with a signer, the one that channel keys are derived from.</param>
/// <param name="Signer">Where an external signer is asked; null if the seed is here.</param>
/// <param name="Symbol">How users see amounts marked, such as $.</param>
/// <param name="Version">Grows with every change; 0 before the asset is stored.</param>
public sealed record StoredAsset(
    AssetTerms Terms,
    string SealedSeed,
    Uri? Signer = null,
    string? Symbol = null,
    long Version = 0
);

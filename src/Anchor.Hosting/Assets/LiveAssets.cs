using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Grains.Ports;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Keys;
using Anchor.Ledgers.Signing;
using Anchor.Stellar;
using Microsoft.Extensions.Logging;

namespace Anchor.Hosting.Assets;

/// <summary>
/// The configured assets and, beside them, the stored ones as they were last read. Whoever changes the store calls
/// <see cref="RefreshAsync"/>; other processes see it when they read again (<see cref="AssetRefresher"/>).
/// </summary>
internal sealed class LiveAssets : IAssetCatalogue, IDisposable
{
    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly ImmutableArray<ServedAsset> _configured;
    private readonly IAssetStore _store;
    private readonly SeedSigner _signer;
    private readonly RemoteKeys _remoteKeys;
    private readonly ILogger<LiveAssets> _logger;
    private ImmutableArray<StoredAsset> _stored = [];
    private Snapshot _now;

    /// <summary>Reads the store once, because whoever has a catalogue may use it at once.</summary>
    public LiveAssets(
        AnchorSettings settings,
        InstallationKeys keys,
        IAssetStore store,
        SeedSigner signer,
        RemoteKeys remoteKeys,
        ILogger<LiveAssets> logger
    )
    {
        (_store, _signer, _remoteKeys, _logger) = (store, signer, remoteKeys, logger);
        _configured = ConfiguredAssets.Of(settings, keys);
        foreach (var key in keys.Distribution)
        {
            signer.Add(key);
        }

        _now = new Snapshot(_configured);
        RefreshAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    public event EventHandler? Changed;

    public IReadOnlyList<AssetTerms> All => Volatile.Read(ref _now).Terms;

    /// <summary>The same assets as <see cref="All"/>, with where they are kept.</summary>
    public ImmutableArray<ServedAsset> Served => Volatile.Read(ref _now).Served;

    public AssetTerms? Find(AssetId asset) => Volatile.Read(ref _now).ById.GetValueOrDefault(asset);

    public AssetTerms? Find(string code, string? issuer) =>
        Volatile
            .Read(ref _now)
            .Terms.Where(terms => terms.Asset.Code == code && (issuer is null || terms.Asset.Issuer == issuer))
            .OrderByDescending(terms => terms.IsEnabled)
            .FirstOrDefault();

    /// <summary>Reads the store. What is new is known to the signer before anybody can ask for it.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var stored = await _store.ListAsync(cancellationToken);
            if (stored.SequenceEqual(_stored))
            {
                return;
            }

            foreach (var asset in stored.Except(_stored))
            {
                Learn(asset);
            }

            // Keys of assets that are gone stay: what was signed for them may still be on its way.
            _stored = stored;
            Volatile.Write(
                ref _now,
                new Snapshot([
                    .. _configured,
                    .. stored
                        .Where(asset => !IsConfigured(asset.Terms.Asset))
                        .Select(asset => new ServedAsset(asset.Terms, AssetSource.Stored, asset)),
                ])
            );
        }
        finally
        {
            _refreshing.Release();
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    public bool IsConfigured(AssetId asset) => _configured.Any(served => served.Terms.Asset == asset);

    public void Dispose() => _refreshing.Dispose();

    private void Learn(StoredAsset asset)
    {
        if (IsConfigured(asset.Terms.Asset))
        {
            _logger.StoredAssetOverridden(asset.Terms.Asset.ToString());
            return;
        }

        var seed = KeyPair.FromSecret(_store.SeedOf(asset));
        if (asset.Signer is { } url)
        {
            _signer.Add(AccountId.Parse(asset.Terms.DistributionAccount), _remoteKeys.At(url), seed);
        }
        else
        {
            _signer.Add(seed);
        }

        _logger.AssetLearned(asset.Terms.Asset.ToString(), asset.Version, asset.Terms.IsEnabled);
    }

    private sealed class Snapshot(ImmutableArray<ServedAsset> served)
    {
        public ImmutableArray<ServedAsset> Served { get; } = served;

        public ImmutableArray<AssetTerms> Terms { get; } = [.. served.Select(asset => asset.Terms)];

        public ImmutableDictionary<AssetId, AssetTerms> ById { get; } =
            served.ToImmutableDictionary(asset => asset.Terms.Asset, asset => asset.Terms);
    }
}

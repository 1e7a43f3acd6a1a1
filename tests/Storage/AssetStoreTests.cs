using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Storage.Assets;
using Anchor.Storage.Settings;
using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

public abstract class AssetStoreTests(TestStorage storage) : IDisposable
{
    private const string Seed = "SDHOAMBNLGCE2MV5ZKIVZAQD3VCLGP53P3OBSBI6UN5L5XZI5TKHFQL4";

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_asset_is_read_back_as_it_was_written_and_its_seed_stands_nowhere_in_the_files()
    {
        var store = Store();
        var eur = Asset("EUR", store) with { Symbol = "€" };
        var usd = Asset("USD", store) with { Signer = new Uri("https://signer.example/sign") };
        Assert.True(await store.AddAsync(usd, default));
        Assert.True(await store.AddAsync(eur, default));
        storage.Reopen();

        var read = await Store().ListAsync(default);

        Assert.Equal([eur with { Version = 1 }, usd with { Version = 1 }], read);
        Assert.Equal(Seed, Store().SeedOf(read[0]));
        Assert.Equal(Seed, Store().SeedOf(read[1]));
        storage.Close();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(storage.Path)!))
        {
            Assert.DoesNotContain(Seed, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_asset_is_added_once_and_changed_only_from_the_version_that_was_read()
    {
        var store = Store();
        var asset = Asset("EUR", store);
        Assert.True(await store.AddAsync(asset, default));
        Assert.False(await store.AddAsync(asset, default));
        var read = (await store.ListAsync(default))[0];

        Assert.True(await store.UpdateAsync(read with { Terms = read.Terms with { IsEnabled = false } }, default));
        Assert.False(await store.UpdateAsync(read with { Symbol = "E" }, default));

        var after = Assert.Single(await store.ListAsync(default));
        Assert.Equal((2, false, null), (after.Version, after.Terms.IsEnabled, after.Symbol));
    }

    [Fact]
    public async Task A_seed_is_bound_to_its_account()
    {
        var store = Store();
        var asset = Asset("EUR", store);
        await store.AddAsync(asset, default);
        var moved = asset with { Terms = asset.Terms with { DistributionAccount = "GOTHER" } };

        Assert.Throws<StorageStartException>(() => store.SeedOf(moved));
        Assert.Throws<StorageStartException>(() => Store("other").SeedOf(asset));
    }

    [Fact]
    public async Task An_asset_goes_only_when_nothing_of_it_is_open()
    {
        var store = Store();
        await store.AddAsync(Asset("EUR", store), default);
        var asset = Assert.Single(await store.ListAsync(default));
        await InsertAsync("1", asset.Terms.Asset, TransactionStatus.PendingExternal);
        await InsertAsync("2", asset.Terms.Asset, TransactionStatus.PendingTrust);
        await InsertAsync("3", asset.Terms.Asset, TransactionStatus.Completed);
        await InsertAsync("4", new AssetId("USD", "G"), TransactionStatus.PendingTrust);

        Assert.False(await store.DeleteAsync(asset, default));
        Assert.Equal(
            [(TransactionStatus.PendingExternal, 1), (TransactionStatus.PendingTrust, 1)],
            (await store.CountOpenAsync(asset.Terms.Asset, default)).Select(pair => (pair.Key, pair.Value))
        );

        await storage.Database.WriteAsync([
            RowOperation.Required(
                "transactions",
                "all",
                "UPDATE transactions SET status = 'error' WHERE asset = $1",
                asset.Terms.Asset.ToString()
            ),
        ]);
        Assert.Empty(await store.CountOpenAsync(asset.Terms.Asset, default));
        Assert.False(await store.DeleteAsync(asset with { Version = 7 }, default));
        Assert.True(await store.DeleteAsync(asset, default));
        Assert.Empty(await store.ListAsync(default));
    }

    private AssetStore Store(string key = "key") => new(storage.Database, new SecretBox(key, new SystemRandom()));

    private static StoredAsset Asset(string code, AssetStore store) =>
        new(
            new AssetTerms(
                new AssetId(code, "GISSUER"),
                "GDISTRIBUTION",
                2,
                new DirectionTerms(true, Of("0.1"), Of("1000000"), Of("0.5"), 1.25m),
                new DirectionTerms(false, Of("1"), Of("922337203685.4775807"), Amount.Zero, 0),
                AssetSeps.Sep24 | AssetSeps.Sep38
            ),
            store.Seal("GDISTRIBUTION", Seed)
        );

    private static Amount Of(string text) => Amount.Parse(text, null);

    private Task<WriteResult> InsertAsync(string id, AssetId asset, TransactionStatus status) =>
        storage.Database.WriteAsync([
            RowOperation.Required(
                "transactions",
                id,
                """
                INSERT INTO transactions (id, version, schema_version, json, kind, status, asset, account, account_memo, distribution_account, started_at)
                VALUES ($1, 1, 1, '{}', 'deposit', $2, $3, 'G', '', 'G', 0)
                """,
                id,
                status.WireName(),
                asset.ToString()
            ),
        ]);
}

public sealed class SqliteAssetStoreTests() : AssetStoreTests(new SqliteStorage());

public sealed class PostgresAssetStoreTests() : AssetStoreTests(new PostgresStorage());

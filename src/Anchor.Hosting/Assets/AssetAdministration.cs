using System.Collections.Immutable;
using System.Globalization;
using Anchor.Api.Operator.Assets;
using Anchor.Domain.Assets;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Hosting.Configuration;

namespace Anchor.Hosting.Assets;

/// <summary>Changes the stored assets, and has the catalogue read them before it answers.</summary>
internal sealed class AssetAdministration(
    AnchorSettings settings,
    LiveAssets assets,
    IAssetStore store,
    IRandom random,
    AssetAdvice advice,
    AssetReissue reissue
) : IAssetAdministration
{
    private const string Meanwhile = "Somebody else changed the asset at the same time; look at it again.";

    public async Task<AssetList> ListAsync(CancellationToken cancellationToken)
    {
        await assets.RefreshAsync(cancellationToken);
        var views = ImmutableArray.CreateBuilder<AssetView>();
        foreach (var served in assets.Served)
        {
            views.Add(ViewOf(served, await CountOpenAsync(served.Terms.Asset, cancellationToken)));
        }

        return new AssetList(settings.Passphrase, views.ToImmutable());
    }

    public async Task<AssetOutcome> AddAsync(AssetChange asset, CancellationToken cancellationToken)
    {
        List<string> faults = [];
        if (new AssetChanges(store, random, faults).Create(asset) is not { } created)
        {
            return new AssetOutcome.Wrong([.. faults]);
        }

        return !assets.IsConfigured(created.Terms.Asset) && await store.AddAsync(created, cancellationToken)
            ? await DoneAsync(created.Terms.Asset, cancellationToken)
            : Wrong($"{NameOf(created.Terms.Asset)} is there already; \"anchor assets set\" changes it.");
    }

    public async Task<AssetOutcome> SetAsync(AssetChange change, CancellationToken cancellationToken)
    {
        var (before, refusal) = await FindAsync(new AssetName(change.Code, change.Issuer), cancellationToken);
        if (before is null)
        {
            return refusal!;
        }

        List<string> faults = [];
        if (new AssetChanges(store, random, faults).Apply(before, change) is not { } after)
        {
            return new AssetOutcome.Wrong([.. faults]);
        }

        if (after == before)
        {
            return Wrong("Nothing is changed by that.");
        }

        if (after.Terms.DistributionAccount != before.Terms.DistributionAccount)
        {
            var open = await store.CountOpenAsync(before.Terms.Asset, cancellationToken);
            if (!open.IsEmpty)
            {
                // They pay to the old account, and are paid from it.
                return new AssetOutcome.NotNow(
                    $"{NameOf(before.Terms.Asset)} has {Describe(open)}: its distribution account cannot change before they end. Disable it meanwhile."
                );
            }
        }

        return await SaveAsync(after, cancellationToken);
    }

    public async Task<AssetOutcome> EnableAsync(AssetName name, bool enabled, CancellationToken cancellationToken)
    {
        var (before, refusal) = await FindAsync(name, cancellationToken);
        return before is null ? refusal!
            : before.Terms.IsEnabled == enabled ? await DoneAsync(before.Terms.Asset, cancellationToken)
            : await SaveAsync(Enabled(before, enabled), cancellationToken);
    }

    public async Task<AssetOutcome> DeleteAsync(AssetName name, CancellationToken cancellationToken)
    {
        var (before, refusal) = await FindAsync(name, cancellationToken);
        if (before is null)
        {
            return refusal!;
        }

        var served = assets.Served.Single(asset => asset.Terms.Asset == before.Terms.Asset);
        if (await OpenAsync(before, cancellationToken) is { } held)
        {
            return held;
        }

        // Nobody may start one between the look and the deletion.
        var disabled = Enabled(before, enabled: false);
        if (!await store.UpdateAsync(disabled, cancellationToken))
        {
            return new AssetOutcome.NotNow(Meanwhile);
        }

        await assets.RefreshAsync(cancellationToken);
        disabled = disabled with { Version = before.Version + 1 };
        if (await store.DeleteAsync(disabled, cancellationToken))
        {
            await assets.RefreshAsync(cancellationToken);
            return new AssetOutcome.Done(new AssetAnswer(ViewOf(served, 0), []));
        }

        await store.UpdateAsync(Enabled(disabled, before.Terms.IsEnabled), cancellationToken);
        await assets.RefreshAsync(cancellationToken);
        return await OpenAsync(before, cancellationToken) ?? new AssetOutcome.NotNow(Meanwhile);
    }

    public async Task<AssetOutcome> IssueAsync(AssetIssueOrder order, CancellationToken cancellationToken)
    {
        await assets.RefreshAsync(cancellationToken);
        if (
            assets.Served.FirstOrDefault(asset =>
                asset.Terms.Asset.Code == order.Code && asset.Terms.Asset.Issuer == order.Issuer
            )
            is not { } served
        )
        {
            return Wrong($"There is no asset {order.Code} of {order.Issuer}.");
        }

        List<string> steps = [];
        return await reissue.RunAsync(served.Terms, order, steps, cancellationToken)
            ?? new AssetOutcome.Done(
                new AssetAnswer(ViewOf(served, await CountOpenAsync(served.Terms.Asset, cancellationToken)), [.. steps])
            );
    }

    private async Task<AssetOutcome?> OpenAsync(StoredAsset asset, CancellationToken cancellationToken)
    {
        var open = await store.CountOpenAsync(asset.Terms.Asset, cancellationToken);
        return open.IsEmpty
            ? null
            : new AssetOutcome.NotNow(
                $"{NameOf(asset.Terms.Asset)} has {Describe(open)}: it can be disabled, but not deleted before they end."
            );
    }

    private async Task<AssetOutcome> SaveAsync(StoredAsset asset, CancellationToken cancellationToken) =>
        await store.UpdateAsync(asset, cancellationToken)
            ? await DoneAsync(asset.Terms.Asset, cancellationToken)
            : new AssetOutcome.NotNow(Meanwhile);

    private async Task<AssetOutcome> DoneAsync(AssetId asset, CancellationToken cancellationToken)
    {
        await assets.RefreshAsync(cancellationToken);
        var served = assets.Served.Single(served => served.Terms.Asset == asset);
        var open = await CountOpenAsync(asset, cancellationToken);
        return new AssetOutcome.Done(
            new AssetAnswer(ViewOf(served, open), await advice.OnAsync(served.Terms, cancellationToken))
        );
    }

    /// <summary>The stored asset of that name, or why it cannot be changed.</summary>
    private async Task<(StoredAsset? Asset, AssetOutcome? Refusal)> FindAsync(
        AssetName name,
        CancellationToken cancellationToken
    )
    {
        await assets.RefreshAsync(cancellationToken);
        var found = assets.Served.Where(asset =>
            asset.Terms.Asset.Code == name.Code && (name.Issuer is null || asset.Terms.Asset.Issuer == name.Issuer)
        );
        return found.ToList() switch
        {
            [] => (null, Wrong($"There is no asset {name.Code}{(name.Issuer is null ? "" : $" of {name.Issuer}")}.")),
            [{ Stored: { } stored }] => (stored, null),
            [{ Source: AssetSource.Sandbox } own] => (
                null,
                Wrong($"{NameOf(own.Terms.Asset)} belongs to the sandbox and cannot be changed.")
            ),
            [var own] => (
                null,
                Wrong($"{NameOf(own.Terms.Asset)} is configured in anchor.json or the environment; change it there.")
            ),
            _ => (null, Wrong($"There are several assets {name.Code}: name the issuer too (--issuer).")),
        };
    }

    private async Task<long> CountOpenAsync(AssetId asset, CancellationToken cancellationToken) =>
        (await store.CountOpenAsync(asset, cancellationToken)).Values.Sum();

    private static StoredAsset Enabled(StoredAsset asset, bool enabled) =>
        asset with
        {
            Terms = asset.Terms with { IsEnabled = enabled },
        };

    private static string Describe(ImmutableSortedDictionary<TransactionStatus, long> open) =>
        $"{open.Values.Sum()} open transactions ({string.Join(", ", open.Select(pair => $"{pair.Value} {pair.Key.WireName()}"))})";

    private static string NameOf(AssetId asset) => $"{asset.Code}:{asset.Issuer}";

    private static AssetOutcome.Wrong Wrong(string fault) => new([fault]);

    private static AssetView ViewOf(ServedAsset served, long open) =>
        new(
            served.Terms.Asset.Code,
            served.Terms.Asset.Issuer ?? "",
            served.Terms.DistributionAccount,
            served.Source.ToString().ToLowerInvariant(),
            served.Terms.IsEnabled,
            served.Terms.Decimals,
            served.Stored?.Symbol,
            served.Stored?.Signer?.AbsoluteUri,
            [
                .. Enum.GetValues<AssetSeps>()
                    .Where(sep => sep != AssetSeps.None && served.Terms.Seps.HasFlag(sep))
                    .Select(sep => sep.ToString().ToLowerInvariant()),
            ],
            ViewOf(served.Terms.Deposit),
            ViewOf(served.Terms.Withdrawal),
            open
        );

    private static DirectionView ViewOf(DirectionTerms terms) =>
        new(
            terms.Enabled,
            terms.Min.ToString(),
            terms.Max.ToString(),
            terms.FeeFixed.ToString(),
            terms.FeePercent.ToString("0.#######", CultureInfo.InvariantCulture)
        );
}

using Anchor.Api.Tests.Fakes;
using Anchor.Domain.Assets;
using Anchor.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Api.Tests;

/// <summary>What an asset's switches do to new and to old transactions.</summary>
public sealed class OfferedAssetTests
{
    private static readonly AssetTerms Open = new(
        ApiHost.Test,
        ApiHost.Distribution.Account.ToString(),
        2,
        FakeAssets.Terms(),
        FakeAssets.Terms()
    );

    [Fact]
    public async Task A_disabled_asset_is_shown_to_nobody_and_takes_no_new_transaction()
    {
        await using var host = await StartAsync(Open with { IsEnabled = false });

        Assert.DoesNotContain(
            "TEST",
            await host.Http.GetStringAsync("/.well-known/stellar.toml"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("TEST", await host.Http.GetStringAsync("/sep24/info"), StringComparison.Ordinal);
        Assert.DoesNotContain("<td>TEST", await host.Http.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal("unknown asset: TEST", await RefusedAsync(host));
    }

    [Fact]
    public async Task A_disabled_assets_transactions_are_still_listed()
    {
        await using var host = await StartAsync(Open with { IsEnabled = false });

        var answer = await host.GetAsync("/sep24/transactions?asset_code=TEST", host.Token());

        await answer.JsonAsync(200);
    }

    [Fact]
    public async Task An_asset_of_other_seps_is_no_business_of_sep_24()
    {
        await using var host = await StartAsync(Open with { Seps = AssetSeps.Sep31 | AssetSeps.Sep38 });

        Assert.Contains("TEST", await host.Http.GetStringAsync("/.well-known/stellar.toml"), StringComparison.Ordinal);
        Assert.DoesNotContain("TEST", await host.Http.GetStringAsync("/sep24/info"), StringComparison.Ordinal);
        Assert.Equal("unknown asset: TEST", await RefusedAsync(host));
    }

    private static Task<ApiHost> StartAsync(AssetTerms asset) =>
        ApiHost.StartAsync(replace: services => services.AddSingleton<IAssetCatalogue>(new FakeAssets(asset)));

    private static async Task<string?> RefusedAsync(ApiHost host)
    {
        var answer = await host.PostAsync(
            "/sep24/transactions/deposit/interactive",
            new { asset_code = "TEST" },
            host.Token()
        );
        return (await answer.JsonAsync(400)).GetProperty("error").GetString();
    }
}

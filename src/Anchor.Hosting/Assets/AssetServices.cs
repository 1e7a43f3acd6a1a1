using Anchor.Api.Operator.Assets;
using Anchor.Grains.Ports;
using Anchor.Ledgers.Signing;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Hosting.Assets;

/// <summary>Registers the catalogue, the signer that has its keys, and what keeps both up to date.</summary>
internal static class AssetServices
{
    public static IServiceCollection AddServedAssets(this IServiceCollection services)
    {
        services.AddSingleton<SeedSigner>();
        services.AddSingleton<RemoteKeys>();
        services.AddHttpClient(nameof(RemoteKeys), http => http.Timeout = Timeout.InfiniteTimeSpan);
        services.AddSingleton<LiveAssets>();
        services.AddSingleton<IAssetCatalogue>(provider => provider.GetRequiredService<LiveAssets>());
        services.AddSingleton<ISigner>(provider =>
        {
            // It is the catalogue that hands the keys over.
            provider.GetRequiredService<LiveAssets>();
            return provider.GetRequiredService<SeedSigner>();
        });
        services.AddSingleton<AssetAdvice>();
        services.AddSingleton<AssetReissue>();
        services.AddSingleton<IAssetAdministration, AssetAdministration>();
        return services.AddHostedService<AssetRefresher>();
    }
}

using System.Net;
using Anchor.Api.Operator.Assets;
using Anchor.Hosting.Assets;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Keys;
using Anchor.Ledgers;
using Anchor.Stellar.Horizon;
using Anchor.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.EndToEnd.Tests.Assets;

/// <summary>What of an anchor deals with assets, on a database of its own and without a network.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-assets-");
    private readonly (string Key, string Value)[] _configuration;
    private ServiceProvider _services;

    public Installation(params (string Key, string Value)[] configuration)
    {
        _configuration =
        [
            ("HORIZON_URI", "http://127.0.0.1:1"),
            ("LOCAL_MODE", "1"),
            ("ANCHOR_SECRET_KEY", "key"),
            .. configuration,
        ];
        _services = Start(_configuration);
    }

    public LiveAssets Assets => Service<LiveAssets>();

    public IAssetAdministration Administration => Service<IAssetAdministration>();

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task RestartAsync(params (string Key, string Value)[] more)
    {
        await _services.DisposeAsync();
        _services = Start([.. _configuration, .. more]);
    }

    /// <summary>A second catalogue on the same database, as another process of a cluster has it.</summary>
    public LiveAssets Neighbour() => ActivatorUtilities.CreateInstance<LiveAssets>(_services);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private ServiceProvider Start((string Key, string Value)[] configuration)
    {
        using var sources = new ConfigurationManager();
        // What stands later wins.
        sources.AddInMemoryCollection(
            configuration
                .Reverse()
                .DistinctBy(pair => pair.Key)
                .Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))
        );
        var settings = AnchorConfiguration.Load(sources, _folder.FullName);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(settings);
        services.AddSingleton<InstallationKeys>();
        services.AddServedAssets();
        services.AddAnchorStorage(
            new StorageOptions { Path = Path.Combine(_folder.FullName, "anchor.db"), SecretKey = settings.SecretKey }
        );
        services.AddAnchorLedgers(
            new HorizonOptions { BaseUrl = settings.HorizonUrl, NetworkPassphrase = settings.Passphrase }
        );
        services.AddHttpClient(nameof(HorizonClient)).ConfigurePrimaryHttpMessageHandler(() => new EmptyNetwork());
        return services.BuildServiceProvider();
    }

    /// <summary>A Horizon that knows no account.</summary>
    private sealed class EmptyNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.NotFound)
                {
                    Content = new StringContent(
                        """{"type":"https://stellar.org/horizon-errors/not_found","title":"Resource Missing","status":404}"""
                    ),
                }
            );
    }
}

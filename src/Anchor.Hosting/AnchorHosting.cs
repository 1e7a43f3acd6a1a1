using Anchor.Api;
using Anchor.Api.Operator;
using Anchor.Grains;
using Anchor.Grains.Ports;
using Anchor.Hosting.Assets;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Demo;
using Anchor.Hosting.Facilitator;
using Anchor.Hosting.Keys;
using Anchor.Hosting.Readiness;
using Anchor.Hosting.Runtime;
using Anchor.Hosting.Sandbox;
using Anchor.Hosting.Sync;
using Anchor.Ledgers;
using Anchor.Stellar.Horizon;
using Anchor.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Hosting;

/// <summary>Puts a whole anchor into a host: <c>builder.AddAnchor().UseRails&lt;MyRails&gt;()</c>, then <c>app.MapAnchor()</c>.</summary>
public static class AnchorHosting
{
    private const string UrlsKey = "urls";
    private const string AnyLoopbackPort = "http://127.0.0.1:0";

    /// <summary>Reads the configuration (environment, <c>.env</c>, <c>anchor.json</c>) and adds all services. With nothing configured, a sandbox network is among them.</summary>
    /// <exception cref="AnchorConfigurationException">Something is configured wrong; the message has a line for each fault.</exception>
    public static AnchorBuilder AddAnchor(this IHostApplicationBuilder builder) => AddServer(builder, RuntimePart.Silo);

    /// <summary>What wallets, users and operators see, without the grains where they live in a cluster; with the embedded runtime, the same as <see cref="AddAnchor"/>.</summary>
    /// <exception cref="AnchorConfigurationException">Something is configured wrong; the message has a line for each fault.</exception>
    public static AnchorBuilder AddAnchorClient(this IHostApplicationBuilder builder) =>
        AddServer(builder, RuntimePart.Client);

    /// <summary>
    /// The same anchor, for as long as a command works and no server runs: on an address of its own that no wallet knows, doing nothing by
    /// itself. What a crash interrupted is left to the server.
    /// </summary>
    /// <exception cref="AnchorConfigurationException">Something is configured wrong; the message has a line for each fault.</exception>
    public static AnchorBuilder AddAnchorForCommand(this IHostApplicationBuilder builder)
    {
        var settings = AnchorConfiguration.Load(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Configuration[UrlsKey] = AnyLoopbackPort;
        return Add(
            builder,
            settings with
            {
                Polling = PollingSettings.Off,
                ResumeAtStart = false,
                // No page is shown, and the values that templates name may be those of another program.
                StaticFolder = null,
                TemplatesFolder = null,
            },
            RuntimeHosting.PartOfCommand(settings)
        );
    }

    /// <summary>Maps everything that wallets, users and operators reach over HTTP.</summary>
    public static WebApplication MapAnchor(this WebApplication app)
    {
        RuntimeHosting.MapRuntime(app);
        return app.MapAnchorApi();
    }

    private static AnchorBuilder AddServer(IHostApplicationBuilder builder, RuntimePart part)
    {
        var settings = AnchorConfiguration.Load(builder.Configuration, builder.Environment.ContentRootPath);
        // What the host itself was told about addresses stands.
        builder.Configuration[UrlsKey] ??= settings.ListenUrl.GetLeftPart(UriPartial.Authority);
        return Add(builder, settings, part);
    }

    private static AnchorBuilder Add(IHostApplicationBuilder builder, AnchorSettings settings, RuntimePart part)
    {
        KeptFiles.OpenFolder(settings);
        // A line for every request to Horizon would bury what matters.
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton<InstallationKeys>();
        services.AddServedAssets();
        AddSandbox(services, settings);
        builder.AddAnchorStorage(
            new StorageOptions
            {
                Path = settings.DatabaseFile,
                Postgres = settings.Postgres,
                IsShared = RuntimeHosting.SharesDatabase,
                SecretKey = settings.SecretKey,
            }
        );
        builder.AddAnchorRuntime(settings, part);
        services.AddAnchorGrains(startsGrains: settings.RunsAnchor && RuntimeHosting.HoldsGrains(part));
        services.Configure<AnchorGrainOptions>(options =>
        {
            options.DepositPollInterval = settings.Polling.Deposits;
            options.OutgoingPollInterval = settings.Polling.Outgoing;
            options.TrustlinePollInterval = settings.Polling.Trustlines;
            options.ResumeAtStart = settings.ResumeAtStart;
            options.Channels = settings.PayoutChannels;
            options.ExecutePollInterval = settings.Polling.Execute;
            options.ExecuteOnMatch = settings.ExecuteOnMatch;
            options.Watches = settings.Polling.Watch;
        });
        services.AddAnchorLedgers(
            new HorizonOptions { BaseUrl = settings.HorizonUrl, NetworkPassphrase = settings.Passphrase }
        );
        services.Configure<StellarLedgerOptions>(options =>
            options.MaxFeeStroops = (uint)Math.Min(settings.MaxFeeStroops, uint.MaxValue)
        );
        AddApi(services, settings);
        services.Configure<OperatorOptions>(options =>
        {
            options.Token = settings.OperatorToken;
            options.AddressFile = Path.Combine(settings.DataFolder, OperatorAddress.FileName);
            options.Role = part is RuntimePart.Silo or RuntimePart.Client ? OperatorRole.Server : OperatorRole.Command;
        });
        services.AddSync(settings, part);
        if (part == RuntimePart.Silo && !settings.FacilitatorFiles.IsEmpty)
        {
            AddFacilitators(builder, settings);
        }

        services.AddReadinessChecks(settings.RunsAnchor);
        return new AnchorBuilder(services, settings);
    }

    private static void AddApi(IServiceCollection services, AnchorSettings settings)
    {
        services.AddAnchorApi();
        services
            .AddOptions<AnchorApiOptions>()
            .Configure<InstallationKeys>(
                (options, keys) =>
                {
                    options.HostUrl = settings.HostUrl;
                    options.NetworkPassphrase = settings.Passphrase;
                    options.SigningKey = keys.Signing;
                    options.JwtKey = keys.JwtKey;
                    options.WebAuthDomain = settings.WebAuthDomain;
                    options.LocalMode = settings.LocalMode;
                    options.InteractiveTokenLifetime = settings.InteractiveJwtExpiration;
                    options.HorizonUrl = settings.HorizonUrl;
                    options.Organization.Name = settings.OrganizationName ?? options.Organization.Name;
                    options.StaticFolder = settings.StaticFolder;
                    options.TemplatesFolder = settings.TemplatesFolder;
                    options.ClientAttribution.Required = settings.Attribution.Required;
                    options.ClientAttribution.RequestTimeout = settings.Attribution.RequestTimeout;
                    options.ClientAttribution.AllowList.UnionWith(settings.Attribution.AllowList);
                    options.ClientAttribution.DenyList.UnionWith(settings.Attribution.DenyList);
                    options.CallbackDenyList.UnionWith(settings.CallbackDenyList);
                    options.RuntimeName = RuntimeHosting.Name;
                    // A sync or a facilitator alone is no anchor for wallets.
                    options.ActiveSeps.IntersectWith(settings.RunsAnchor ? settings.ActiveSeps : []);
                    foreach (var domain in settings.HomeDomains)
                    {
                        options.HomeDomains.Add(domain);
                    }
                }
            );
    }

    private static void AddFacilitators(IHostApplicationBuilder builder, AnchorSettings settings)
    {
        // The environment, and .env where that is read.
        var environment = builder
            .Configuration.AsEnumerable()
            .Where(pair => pair.Value is not null && WorkerPasswords.IsOne(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value!);
        var plan = FacilitatorPlan.Load(
            new FacilitatorFiles(settings.FacilitatorFiles, null, null, []),
            environment,
            ask: null
        );
        builder.Services.AddFacilitators(plan, settings);
        builder.Services.AddSingleton<IReadinessCheck, FacilitatorReady>();
        builder.Services.AddSingleton<IOperatorPart>(provider => new FacilitatorPages(
            FacilitatorPages.UnderAnchor,
            () => provider.GetRequiredService<Facilitators>().Running
        ));
    }

    private static void AddSandbox(IServiceCollection services, AnchorSettings settings)
    {
        if (settings.DemoRails ?? settings.Sandbox is not null)
        {
            services.AddHttpClient<IRails, DemoRails>(http =>
            {
                http.BaseAddress = settings.DemoBankUrl;
                http.Timeout = TimeSpan.FromSeconds(10);
            });
        }

        if (settings.Sandbox is { } sandbox)
        {
            SandboxService.Add(services, sandbox, settings);
        }
    }
}

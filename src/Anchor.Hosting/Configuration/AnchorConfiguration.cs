using System.Collections.Immutable;
using Anchor.Hosting.Facilitator;
using Microsoft.Extensions.Configuration;
using static Anchor.Hosting.Configuration.SettingTable;

namespace Anchor.Hosting.Configuration;

/// <summary>Turns the sources into <see cref="AnchorSettings"/>, or says everything that is wrong with them.</summary>
internal static class AnchorConfiguration
{
    /// <summary>Reads all sources.</summary>
    /// <param name="configuration">The program's sources, the environment among them; files are put below them.</param>
    /// <exception cref="AnchorConfigurationException">Something is wrong.</exception>
    public static AnchorSettings Load(IConfigurationManager configuration, string folder)
    {
        List<string> faults = [];
        var files = ConfigurationFiles.Load(configuration, configuration, folder, faults);
        var root = (IConfigurationRoot)configuration;
        var reader = new SettingsReader(root, faults);
        var settings = Read(root, reader, folder, faults);
        settings = settings with
        {
            Warnings =
            [
                .. files.Warnings,
                .. UnknownKeys.InFiles(files.Keys),
                .. UnknownKeys.InEnvironment(NamesOfOthers(root)),
                .. SettingWarnings.Of(settings, reader),
            ],
        };
        return faults.Count == 0 ? settings : throw new AnchorConfigurationException([.. faults]);
    }

    private static AnchorSettings Read(
        IConfigurationRoot configuration,
        SettingsReader reader,
        string folder,
        List<string> faults
    )
    {
        var assets = new AssetReader(faults).Read(configuration);
        var dataFolder = reader.Get(DataFolder, "data");
        var sync = new SyncSettingsReader(reader, faults).Read();
        var facilitators = ReadFacilitators(reader);
        var runsAnchor =
            (sync.Networks.IsEmpty && facilitators.IsEmpty)
            || !assets.IsEmpty
            || reader.Has(HorizonUri)
            || reader.Has(SigningSeed)
            || reader.Has(SandboxOn);
        var sandbox = runsAnchor ? ReadSandbox(reader, assets, dataFolder, faults) : null;
        var hostUrl = reader.Get(HostUrl, new Uri("http://localhost:8000"));
        var horizonUrl = sandbox?.Url ?? reader.Get(HorizonUri, new Uri("https://horizon-testnet.stellar.org"));
        var database = reader.Get(DatabaseUrl, new DatabaseAddress(null, null));
        var round = sandbox is null ? (TimeSpan?)null : TimeSpan.FromSeconds(1);

        var settings = new AnchorSettings
        {
            HostUrl = hostUrl,
            ListenUrl = reader.Get(ListenUrl, ListenBy(hostUrl)),
            LocalMode = reader.Get(LocalMode, sandbox is not null || !runsAnchor),
            Passphrase = reader.Get(Passphrase, Passphrase.Default),
            HorizonUrl = horizonUrl,
            SigningSeed = reader.Get(SigningSeed),
            SignerToken = reader.Get(SignerToken),
            MaxFeeStroops = reader.Get(MaxFee, 10_000),
            PayoutChannels = reader.Get(PayoutChannels, 8),
            JwtKey = reader.Get(JwtKey),
            SecretKey = reader.Get(SecretKey),
            ActiveSeps = ReadSeps(reader),
            HomeDomains = reader.Get(HomeDomains, [hostUrl.Authority]),
            WebAuthDomain = reader.Get(WebAuthDomain, hostUrl.Host),
            Attribution = new AttributionSettings(
                reader.Get(AttributionRequired, false),
                reader.Get(AttributionTimeout, TimeSpan.FromSeconds(3)),
                reader.Get(AttributionAllowList, []),
                reader.Get(AttributionDenyList, [])
            ),
            CallbackDenyList = reader.Get(CallbackDenyList, []),
            InteractiveJwtExpiration = reader.Get(InteractiveJwtExpiration, TimeSpan.FromSeconds(30)),
            DataFolder = dataFolder,
            DatabaseFile = database.File ?? Path.Combine(dataFolder, "anchor.db"),
            Postgres = database.Postgres,
            OrganizationName = reader.Get(OrganizationName),
            StaticFolder = reader.Get(StaticFolder) ?? Existing(folder, "static"),
            TemplatesFolder = reader.Get(TemplatesFolder) ?? Existing(folder, "templates"),
            Polling = new PollingSettings(
                reader.Get(PollDeposits, round ?? TimeSpan.FromSeconds(10)),
                reader.Get(PollOutgoing, round ?? TimeSpan.FromSeconds(30)),
                reader.Get(PollTrustlines, round ?? TimeSpan.FromSeconds(60)),
                reader.Get(PollExecute, round ?? TimeSpan.FromSeconds(30)),
                reader.Get(Watch, true)
            ),
            ExecuteOnMatch = reader.Get(OnMatch, default),
            ResumeAtStart = reader.Get(ResumeAtStart, true),
            OperatorToken = reader.Get(OperatorToken),
            Cluster = new ClusterSettings(
                reader.Get(ClusterId, "anchor"),
                reader.Get(ClusterAddress, "127.0.0.1"),
                new SiloPorts(reader.Get(SiloPort, 11111), reader.Get(GatewayPort, 30000)),
                reader.Get(ClusterDeadAfter, TimeSpan.FromSeconds(15))
            ),
            Sandbox = sandbox,
            DemoRails = reader.TryGet(DemoRails, out var demo) ? demo : null,
            DemoBankUrl = reader.Get(DemoBankUrl, horizonUrl),
            Assets = assets,
            Sync = sync,
            FacilitatorFiles = facilitators,
            RunsAnchor = runsAnchor,
        };
        new SettingChecks(reader, faults).Check(settings);
        return settings;
    }

    private static ImmutableArray<string> ReadFacilitators(SettingsReader reader) =>
        !reader.TryGet(FacilitatorConfig, out var named) ? FacilitatorPaths.WrittenHere()
        : named is [NoFacilitator] ? []
        : named;

    /// <summary>A folder that is used only if it is there.</summary>
    private static string? Existing(string folder, string name) =>
        Path.Combine(folder, name) is var path && Directory.Exists(path)
            ? Path.GetRelativePath(Directory.GetCurrentDirectory(), path)
            : null;

    private static SandboxSettings? ReadSandbox(
        SettingsReader reader,
        ImmutableArray<AssetSettings> assets,
        string dataFolder,
        List<string> faults
    )
    {
        var isPublic = reader.Get(Passphrase, Passphrase.Default) == AnchorSettings.PublicPassphrase;
        var hasNetwork = reader.Has(HorizonUri);
        if (!reader.Get(SandboxOn, !hasNetwork && assets.IsEmpty && !isPublic))
        {
            if (!hasNetwork)
            {
                faults.Add($"{HorizonUri.Name}: required, unless {SandboxOn.Name} is on.");
            }

            return null;
        }

        if (hasNetwork)
        {
            faults.Add($"{SandboxOn.Name}: on, but {HorizonUri.Name} names another network.");
        }

        if (isPublic)
        {
            faults.Add($"{SandboxOn.Name}: not with the public network's passphrase.");
        }

        var url = reader.Get(SandboxUrl, new Uri("http://localhost:8001"));
        if (!url.IsLoopback)
        {
            faults.Add($"{SandboxUrl.Name}: must be a loopback address; a sandbox is for this machine alone.");
        }

        return new SandboxSettings(
            url,
            reader.Get(SandboxLedger, Path.Combine(dataFolder, "sandbox.db")),
            reader.Get(SandboxClose, TimeSpan.FromSeconds(1))
        )
        {
            ListenUrl = reader.Get(SandboxListenUrl),
        };
    }

    /// <summary>Where a server listens by default. It has no certificate: behind an https address stands a proxy.</summary>
    public static Uri ListenBy(Uri hostUrl) =>
        !hostUrl.IsLoopback ? new Uri("http://0.0.0.0:8000")
        : hostUrl.Scheme == Uri.UriSchemeHttp ? hostUrl
        : new Uri("http://localhost:8000");

    private static ImmutableSortedSet<int> ReadSeps(SettingsReader reader) =>
        reader.TryGet(ActiveSeps, out var named)
            ? [.. named.Select(SepNames.BuiltNumber).OfType<int>()]
            : SepNames.Built;

    private static IEnumerable<string> NamesOfOthers(IConfigurationRoot configuration) =>
        configuration
            .Providers.Where(provider => provider is not FileSource.Provider)
            .SelectMany(provider => provider.GetChildKeys([], null))
            .Distinct(StringComparer.OrdinalIgnoreCase);
}

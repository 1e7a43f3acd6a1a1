using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using static Anchor.Hosting.Configuration.SettingTable;

namespace Anchor.Hosting.Configuration;

/// <summary>Turns the sources into <see cref="AnchorSettings"/>, or says everything that is wrong with them.</summary>
internal static partial class AnchorConfiguration
{
    private const int LeastJwtKeyBytes = 32;
    private static readonly ImmutableSortedSet<int> BuiltSeps = [1, 10, 24];

    // Sections of the framework that may stand in anchor.json too.
    private static readonly string[] ForeignSections = ["Logging", "Kestrel", "AllowedHosts", "urls"];

    /// <summary>Reads all sources.</summary>
    /// <param name="configuration">The program's sources, the environment among them; files are put below them.</param>
    /// <exception cref="AnchorConfigurationException">Something is wrong.</exception>
    public static AnchorSettings Load(IConfigurationManager configuration, string folder)
    {
        List<string> faults = [];
        var keys = ConfigurationFiles.Load(configuration, configuration, folder, faults);
        var root = (IConfigurationRoot)configuration;
        var settings = Read(root, folder, faults) with
        {
            Warnings = [.. Unknown(keys), .. UnbuiltSeps(new SettingsReader(root, [])), .. ShortKeys(root)],
        };
        return faults.Count == 0 ? settings : throw new AnchorConfigurationException([.. faults]);
    }

    private static AnchorSettings Read(IConfigurationRoot configuration, string folder, List<string> faults)
    {
        var reader = new SettingsReader(configuration, faults);
        var assets = new AssetReader(faults).Read(configuration);
        var dataFolder = reader.Get(DataFolder, "data");
        var sandbox = ReadSandbox(reader, assets, dataFolder, faults);
        var hostUrl = reader.Get(HostUrl, new Uri("http://localhost:8000"));
        var horizonUrl = sandbox?.Url ?? reader.Get(HorizonUri, new Uri("https://horizon-testnet.stellar.org"));
        var round = sandbox is null ? (TimeSpan?)null : TimeSpan.FromSeconds(1);

        var settings = new AnchorSettings
        {
            HostUrl = hostUrl,
            ListenUrl = reader.Get(ListenUrl, hostUrl.IsLoopback ? hostUrl : new Uri("http://0.0.0.0:8000")),
            LocalMode = reader.Get(LocalMode, sandbox is not null),
            Passphrase = reader.Get(Passphrase, Passphrase.Default),
            HorizonUrl = horizonUrl,
            SigningSeed = reader.Get(SigningSeed),
            MaxFeeStroops = reader.Get(MaxFee, 10_000),
            JwtKey = reader.Get(JwtKey),
            SecretKey = reader.Get(SecretKey),
            ActiveSeps = [.. BuiltSeps.Where(ReadSeps(reader).Contains)],
            HomeDomains = reader.Get(HomeDomains, [hostUrl.Authority]),
            WebAuthDomain = reader.Get(WebAuthDomain, hostUrl.Host),
            InteractiveJwtExpiration = reader.Get(InteractiveJwtExpiration, TimeSpan.FromSeconds(30)),
            DataFolder = dataFolder,
            DatabaseFile = reader.Get(DatabaseUrl, Path.Combine(dataFolder, "anchor.db")),
            OrganizationName = reader.Get(OrganizationName),
            StaticFolder = reader.Get(StaticFolder) ?? Existing(folder, "static"),
            TemplatesFolder = reader.Get(TemplatesFolder) ?? Existing(folder, "templates"),
            Polling = new PollingSettings(
                reader.Get(PollDeposits, round ?? TimeSpan.FromSeconds(10)),
                reader.Get(PollOutgoing, round ?? TimeSpan.FromSeconds(30)),
                reader.Get(PollTrustlines, round ?? TimeSpan.FromSeconds(60))
            ),
            ResumeAtStart = reader.Get(ResumeAtStart, true),
            OperatorToken = reader.Get(OperatorToken),
            Sandbox = sandbox,
            DemoRails = reader.TryGet(DemoRails, out var demo) ? demo : null,
            DemoBankUrl = reader.Get(DemoBankUrl, horizonUrl),
            Assets = assets,
        };
        Check(settings, faults);
        return settings;
    }

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
        );
    }

    /// <summary>What holds between settings.</summary>
    private static void Check(AnchorSettings settings, List<string> faults)
    {
        if (settings.DemoRails == true && settings.Passphrase == AnchorSettings.PublicPassphrase)
        {
            faults.Add($"{DemoRails.Name}: the demonstration bank is not for the public network.");
        }

        if (settings.HostUrl.AbsolutePath != "/")
        {
            faults.Add($"{HostUrl.Name}: must have no path.");
        }

        if (settings.LocalMode)
        {
            return;
        }

        if (settings.HostUrl.Scheme != Uri.UriSchemeHttps)
        {
            faults.Add($"{HostUrl.Name}: must be https outside {LocalMode.Name}.");
        }

        if (
            settings.SigningSeed is null
            && !faults.Exists(f => f.StartsWith(SigningSeed.Name, StringComparison.Ordinal))
        )
        {
            faults.Add($"{SigningSeed.Name}: required outside {LocalMode.Name}.");
        }

        if (IsShort(settings.JwtKey))
        {
            faults.Add($"{JwtKey.Name}: at least {LeastJwtKeyBytes} bytes are required outside {LocalMode.Name}.");
        }
    }

    private static IEnumerable<int> ReadSeps(SettingsReader reader) =>
        reader.TryGet(ActiveSeps, out var named) ? named.Select(SepNumber) : BuiltSeps;

    private static IEnumerable<string> UnbuiltSeps(SettingsReader reader) =>
        reader.TryGet(ActiveSeps, out var named)
            ? named
                .Where(sep => !BuiltSeps.Contains(SepNumber(sep)))
                .Select(sep => $"{ActiveSeps.Name}: {sep} is not built and is left out.")
            : [];

    /// <summary>Outside LOCAL_MODE a short key is a fault instead.</summary>
    private static IEnumerable<string> ShortKeys(IConfigurationRoot configuration) =>
        new SettingsReader(configuration, []).Get(JwtKey) is { } key && IsShort(key)
            ? [$"{JwtKey.Name}: shorter than {LeastJwtKeyBytes} bytes; good enough for {LocalMode.Name} only."]
            : [];

    private static bool IsShort(string? key) => Encoding.UTF8.GetByteCount(key ?? "") < LeastJwtKeyBytes;

    private static IEnumerable<string> Unknown(List<(string Key, string File)> keys)
    {
        var known = All.SelectMany(setting => setting.Names)
            .Concat(AssetReader.Keys.Select(asset => $"{AssetReader.Section}:{asset.Key}"))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return keys.Where(pair =>
                !known.Contains(WithoutIndexes().Replace(pair.Key, ""))
                && !ForeignSections.Contains(pair.Key.Split(':')[0], StringComparer.OrdinalIgnoreCase)
            )
            .Select(pair => $"{pair.File}: {pair.Key} is not a setting of this program and is ignored.");
    }

    /// <summary>From "sep-10", "SEP10" or "10"; 0 if it is none of them.</summary>
    private static int SepNumber(string text) =>
        SepName().Match(text) is { Success: true } match
            ? int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(
        "^(sep-?)?0*(?<number>[0-9]{1,4})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex SepName();

    [GeneratedRegex(":[0-9]+(?=:|$)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WithoutIndexes();
}

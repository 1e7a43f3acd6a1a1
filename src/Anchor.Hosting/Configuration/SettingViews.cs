using Anchor.Storage.Postgres;
using static Anchor.Hosting.Configuration.SettingTable;

namespace Anchor.Hosting.Configuration;

/// <summary>A setting as it is in effect, for people and scripts to see.</summary>
/// <param name="Value">Of a secret only whether it is set.</param>
/// <param name="Source">The file or the environment; <c>default</c> if nobody gave it.</param>
internal sealed record SettingView(string Name, string Value, string Source, string Summary);

/// <summary>What is in effect, and where each value came from.</summary>
internal static class SettingViews
{
    public const string Default = "default";

    /// <summary>What defaults come to once everything is read; the others are as the table says.</summary>
    private static readonly Dictionary<Setting, Func<AnchorSettings, object?>> Resolved = new()
    {
        [HostUrl] = s => s.HostUrl,
        [ListenUrl] = s => s.ListenUrl,
        [LocalMode] = s => s.LocalMode,
        [DatabaseUrl] = s => s.Postgres is null ? s.DatabaseFile : PostgresAddress.Describe(s.Postgres),
        [HorizonUri] = s => s.HorizonUrl,
        [HomeDomains] = s => string.Join(", ", s.HomeDomains),
        [WebAuthDomain] = s => s.WebAuthDomain,
        [ActiveSeps] = s => string.Join(", ", s.ActiveSeps.Select(sep => $"sep-{sep}")),
        [PollDeposits] = s => Seconds(s.Polling.Deposits),
        [PollOutgoing] = s => Seconds(s.Polling.Outgoing),
        [PollTrustlines] = s => Seconds(s.Polling.Trustlines),
        [PollExecute] = s => Seconds(s.Polling.Execute),
        [SandboxListenUrl] = s => s.Sandbox?.ListenUrl ?? s.Sandbox?.Url,
        [SandboxOn] = s => s.Sandbox is not null,
        [SandboxLedger] = s => s.Sandbox?.LedgerFile,
        [DemoRails] = s => s.DemoRails ?? s.Sandbox is not null,
        [DemoBankUrl] = s => s.DemoBankUrl,
        [StaticFolder] = s => s.StaticFolder ?? "none",
        [TemplatesFolder] = s => s.TemplatesFolder ?? "none",
    };

    /// <summary>All settings and the configured assets.</summary>
    /// <param name="reader">Where values came from.</param>
    /// <param name="settings">Null: the configuration is faulty, and only what was given can be shown.</param>
    public static IEnumerable<SettingView> Of(SettingsReader reader, AnchorSettings? settings) =>
        [
            .. All.Select(setting => Of(setting, reader, settings)),
            .. settings?.Assets.SelectMany((asset, index) => Of(asset, index, reader)) ?? [],
        ];

    private static SettingView Of(Setting setting, SettingsReader reader, AnchorSettings? settings)
    {
        var isUsable = !setting.IsSecret || setting == DatabaseUrl;
        var resolved =
            settings is not null && isUsable && Resolved.TryGetValue(setting, out var read) ? read(settings) : null;
        var value = resolved switch
        {
            bool flag => flag ? "on" : "off",
            Uri url => url.AbsoluteUri,
            _ => resolved?.ToString(),
        };
        return new SettingView(
            setting.Name,
            value ?? reader.Shown(setting) ?? setting.Default,
            reader.SourceOf(setting) ?? Default,
            setting.Summary
        );
    }

    private static IEnumerable<SettingView> Of(AssetSettings asset, int index, SettingsReader reader)
    {
        return
        [
            View("Code", asset.Code, "the asset's code"),
            View("Issuer", asset.Issuer, "the issuing account"),
            View("DistributionSeed", "(set)", "the seed of the distribution account"),
        ];

        SettingView View(string key, string value, string summary) =>
            new(
                $"{AssetReader.Section}__{index}__{key}",
                value,
                reader.SourceOf($"{AssetReader.Section}:{index}:{key}") ?? Default,
                summary
            );
    }

    private static string Seconds(TimeSpan? pause) => pause is { } length ? $"{length.TotalSeconds}" : "off";
}

using System.Text.RegularExpressions;
using Anchor.EndToEnd.Tests.Container;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Hosting.Configuration;

namespace Anchor.EndToEnd.Tests.Documents;

/// <summary>What the documents name is there.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Texts =
    [
        Repository.File("README.md"),
        .. Directory.GetFiles(Repository.File("docs"), "*.md"),
    ];

    [Fact]
    public void Every_link_inside_the_repository_leads_somewhere()
    {
        var dead =
            from text in Texts
            from Match link in Link().Matches(File.ReadAllText(text))
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(text)!, target))
            select $"{Path.GetFileName(text)}: {target}";

        Assert.Empty(dead);
    }

    [Fact]
    public async Task Every_command_that_is_named_is_one()
    {
        var commands = await CommandsAsync();
        var named = Texts
            .Select(File.ReadAllText)
            .SelectMany(text => Command().Matches(text))
            .Select(match => match.Groups["verb"].Value)
            .Concat(ComposeVerbs())
            .ToHashSet();

        Assert.Superset(new HashSet<string> { "serve", "testnet", "process_pending_deposits" }, named);
        Assert.Empty(named.Except(commands));
    }

    [Fact]
    public void Every_setting_of_polaris_has_its_place_in_the_table()
    {
        var table = File.ReadAllText(Repository.File("docs/from-polaris.md"));
        // polaris/settings.py, in its order.
        string[] settings =
        [
            "ACTIVE_SEPS SIGNING_SEED SERVER_JWT_KEY STELLAR_NETWORK_PASSPHRASE HORIZON_URI HOST_URL LOCAL_MODE ENV_PATH SEP10_HOME_DOMAINS",
            "MAX_TRANSACTION_FEE_STROOPS CALLBACK_REQUEST_TIMEOUT CALLBACK_REQUEST_DOMAIN_DENYLIST SEP6_USE_MORE_INFO_URL",
            "SEP10_CLIENT_ATTRIBUTION_REQUIRED SEP10_CLIENT_ATTRIBUTION_REQUEST_TIMEOUT SEP10_CLIENT_ATTRIBUTION_ALLOWLIST",
            "SEP10_CLIENT_ATTRIBUTION_DENYLIST ADDITIVE_FEES_ENABLED INTERACTIVE_JWT_EXPIRATION",
        ];
        var known = SettingTable.All.SelectMany(setting => setting.Names).ToHashSet();

        foreach (var setting in settings.SelectMany(line => line.Split(' ')))
        {
            var row = Assert.Single(
                table.Split('\n'),
                line =>
                    line.StartsWith("| ", StringComparison.Ordinal)
                    && line.Contains($"`{setting}`", StringComparison.Ordinal)
            );
            if (setting != ConfigurationFiles.EnvPath)
            {
                Assert.Equal(known.Contains(setting), row.Contains("| the same |", StringComparison.Ordinal));
            }
        }
    }

    private static async Task<IReadOnlyCollection<string>> CommandsAsync()
    {
        using var help = ProgramRun.Start(ProgramRun.Anchor, Path.GetTempPath(), ["--help"]);
        Assert.Equal(0, await help.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        var output = help.Output;
        return
        [
            .. output[output.IndexOf("Commands:", StringComparison.Ordinal)..]
                .Split('\n')
                .Skip(1)
                .Select(line => line.Trim().Split(' ')[0]),
        ];
    }

    private static IEnumerable<string> ComposeVerbs() =>
        ComposeCheck
            .Services(File.ReadAllText(Repository.File("docker-compose.yml")))
            .Values.Select(ComposeCheck.Map)
            .Where(service => service.ContainsKey("build") && !service.ContainsKey("entrypoint"))
            .Select(service => ComposeCheck.Strings(service["command"])[0]);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`anchor (?<verb>[a-z][a-z_-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();
}

using Anchor.EndToEnd.Tests.Support;
using Anchor.Hosting.Configuration;
using Anchor.Sandbox;

namespace Anchor.EndToEnd.Tests.Configuration;

/// <summary>The tutorial's file with the real program. Only the addresses are other ones, from the environment, which wins.</summary>
public sealed class TutorialSettingsTests : IDisposable
{
    private const string Weak = "SERVER_JWT_KEY: 28 bytes are fewer than 32";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-tutorial-settings-");
    private readonly Uri _host = Ports.FreeUrl();

    public TutorialSettingsTests() =>
        File.WriteAllText(Path.Combine(_folder.FullName, ".env"), TutorialSettings.AsGiven);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_starts_with_a_made_signing_key_that_is_printed_and_kept()
    {
        Assert.SkipWhen(ClusterInstallation.IsBuilt, "A cluster makes no key of its own.");
        await using var horizon = await SandboxHost.StartAsync(new SandboxOptions());
        var first = await SigningKeyAsync(horizon.Url);

        Assert.StartsWith("G", first, StringComparison.Ordinal);
        Assert.Equal(first, await SigningKeyAsync(horizon.Url));
    }

    [Fact]
    public async Task Outside_local_mode_the_start_stops_with_all_that_is_missing()
    {
        Assert.SkipWhen(ClusterInstallation.IsBuilt, "The tests of a cluster set the keys that are missed here.");
        using var anchor = Start(new Uri("http://localhost:9"), ("LOCAL_MODE", "0"));

        Assert.Equal(AnchorConfigurationException.ExitCode, await anchor.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(
            [
                "HOST_URL: must be https outside LOCAL_MODE.",
                "SIGNING_SEED: required outside LOCAL_MODE.",
                $"{Weak}, which is refused outside LOCAL_MODE.",
            ],
            Lines(anchor.Errors)
        );
    }

    [Fact]
    public async Task A_fault_of_a_file_is_told_together_with_all_others()
    {
        File.AppendAllText(Path.Combine(_folder.FullName, ".env"), "\nnonsense\nPOLLING_DEPOSITS=soon\n");
        using var anchor = Start(new Uri("http://localhost:9"), ("OPERATOR_URL", "nowhere"));

        Assert.Equal(AnchorConfigurationException.ExitCode, await anchor.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(
            [
                ".env, line 7: not of the form NAME=value.",
                "POLLING_DEPOSITS: \"soon\" is not a number of seconds from 0.05 to 86400, or off.",
                "OPERATOR_URL: \"nowhere\" is not an http or https URL.",
            ],
            Lines(anchor.Errors)
        );
    }

    [Fact]
    public async Task A_password_in_an_address_is_not_shown_even_where_the_address_is_wrong()
    {
        using var config = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            ["config"],
            ("HORIZON_URI", "http://me:hidden@localhost:9")
        );

        Assert.Equal(AnchorConfigurationException.ExitCode, await config.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("HORIZON_URI", config.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", config.Output + config.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("supersecret", config.Output + config.Errors, StringComparison.Ordinal);
    }

    private async Task<string> SigningKeyAsync(Uri horizon)
    {
        const string Label = "signing key";
        using var anchor = Start(horizon);
        await anchor.AnswerAsync(new Uri(_host, ".well-known/stellar.toml"));
        await anchor.ShowsAsync(Label);
        Assert.Equal(0, await anchor.StopAsync());
        Assert.Equal([$"{Weak}; good enough for LOCAL_MODE only."], Lines(anchor.Errors));
        return Lines(anchor.Output).Single(line => line.Contains(Label, StringComparison.Ordinal)).Split(' ')[^1];
    }

    private ProgramRun Start(Uri horizon, params (string, string)[] more) =>
        ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            ["serve"],
            [("HOST_URL", $"{_host}"), ("HORIZON_URI", $"{horizon}"), .. more]
        );

    private static string[] Lines(string text) =>
        text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}

using System.Net;
using System.Text.Json;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Silo.Doctor;

namespace Anchor.EndToEnd.Tests.Doctor;

public sealed class DoctorTests(ITestOutputHelper output)
{
    public static TheoryData<string> Faults => [.. PlantedFaults.All.Select(fault => fault.Name)];

    [Fact]
    public void There_are_at_least_fifteen_faults() => Assert.True(PlantedFaults.All.Count >= 15);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_planted_fault_is_found_and_nothing_else_is(string name)
    {
        var fault = PlantedFaults.All.Single(fault => fault.Name == name);
        await using var ward = await Ward.OpenAsync(!fault.IsBare, fault.Passphrase);
        if (fault.Passphrase is not null)
        {
            ward.Set("STELLAR_NETWORK_PASSPHRASE", fault.Passphrase);
        }

        await fault.PlantAsync(ward);
        var findings = await ward.ExamineAsync();

        foreach (var finding in findings.Where(IsFault))
        {
            output.WriteLine($"{finding.Check} {finding.Subject}: {finding.Text}");
        }

        Assert.Equal(
            fault.Checks.Order(StringComparer.Ordinal),
            findings.Where(IsFault).Select(finding => finding.Check).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task An_asset_that_an_operator_added_is_examined_as_the_configured_ones_are()
    {
        await using var ward = await Ward.OpenAsync();
        var account = await ward.AddAssetAsync("EUR");

        var fault = Assert.Single(await ward.ExamineAsync(), IsFault);

        Assert.Equal(("asset.distribution", "EUR"), (fault.Check, fault.Subject));
        Assert.Contains(account, fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_another_program_took_is_found()
    {
        await using var ward = await Ward.OpenAsync();
        await using var stranger = await StrangerAsync(ward, signingKey: null);

        var fault = Assert.Single(await ward.ExamineAsync(), IsFault);

        Assert.Equal("server.running", fault.Check);
    }

    [Fact]
    public async Task A_holder_of_the_data_that_does_not_answer_is_found()
    {
        await using var ward = await Ward.OpenAsync();
        using var held = Hold(ward);

        var faults = (await ward.ExamineAsync()).Where(IsFault).ToList();

        Assert.Equal(["server.running", "server.toml"], faults.Select(fault => fault.Check));
        Assert.Contains($"Process {Environment.ProcessId} holds", faults[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stellar_toml_of_somebody_else_is_found_at_the_host_and_at_a_home_domain()
    {
        await using var ward = await Ward.OpenAsync();
        using var held = Hold(ward);
        await using var server = await StrangerAsync(ward, ward.Signing.Account.ToString());
        await using var stranger = await StrangerAsync(ward, ward.Issuer.Account.ToString(), Ports.FreeUrl());
        ward.Set("SEP10_HOME_DOMAINS", $"{ward.Url.Authority},{new Uri(stranger.Urls.First()).Authority}");

        var fault = Assert.Single(await ward.ExamineAsync(), IsFault);

        Assert.Equal("server.home_domain", fault.Check);
        Assert.Contains("another SIGNING_KEY", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_found_on_a_healthy_installation_while_its_server_runs_nor_afterwards()
    {
        await using var ward = await Ward.OpenAsync();
        ward.WriteEnv();
        using (var anchor = ProgramRun.Start(ProgramRun.Anchor, ward.Folder, ["serve"]))
        {
            await anchor.AnswerAsync(new Uri(ward.Url, "health/ready"));

            var (code, text) = await DoctorAsync(ward, "--json");
            using var report = JsonDocument.Parse(text);
            Assert.Equal(0, code);
            Assert.All(
                report.RootElement.GetProperty("checks").EnumerateArray(),
                check => Assert.Equal("ok", check.GetProperty("outcome").GetString())
            );
            Assert.Contains(
                report.RootElement.GetProperty("settings").EnumerateArray(),
                setting =>
                    setting.GetProperty("name").GetString() == "HORIZON_URI"
                    && setting.GetProperty("source").GetString() == ".env"
            );
            AssertNoSecret(ward, text);
            Assert.Equal(0, await anchor.StopAsync());
        }

        var (later, table) = await DoctorAsync(ward);
        Assert.Equal(0, later);
        Assert.Contains(" 0 to know of, 0 failed", table, StringComparison.Ordinal);
        AssertNoSecret(ward, table);
    }

    [Fact]
    public async Task It_ends_with_1_for_a_fault_and_with_2_for_faulty_settings()
    {
        await using var ward = await Ward.OpenAsync();
        ward.Set("SIGNING_SEED", ward.Issuer.ExportSecret());
        ward.WriteEnv();
        var (code, table) = await DoctorAsync(ward);
        Assert.Equal(1, code);
        Assert.Contains("FAILED   keys.signing", table, StringComparison.Ordinal);

        ward.Set("LOCAL_MODE", "perhaps");
        ward.WriteEnv();
        Assert.Equal(2, (await DoctorAsync(ward)).Code);
    }

    private static bool IsFault(Finding finding) => finding.Outcome is Outcome.Failed or Outcome.Warning;

    private static FileStream Hold(Ward ward) =>
        new(ward.Database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void AssertNoSecret(Ward ward, string text)
    {
        foreach (
            var secret in (string[])
                [
                    ward.Signing.ExportSecret(),
                    ward.Distribution.ExportSecret(),
                    Ward.GoodKey[..16],
                    string.Concat(Ward.GoodKey.Reverse()),
                ]
        )
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private static async Task<(int Code, string Text)> DoctorAsync(Ward ward, params string[] options)
    {
        using var doctor = ProgramRun.Start(ProgramRun.Anchor, ward.Folder, ["doctor", .. options]);
        var code = await doctor.WaitForExitAsync(TimeSpan.FromSeconds(60));
        return (code, doctor.Output);
    }

    /// <summary>A server that is ready and serves a stellar.toml; with no key, one that knows nothing of either.</summary>
    private static async Task<WebApplication> StrangerAsync(Ward ward, string? signingKey, Uri? url = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls((url ?? ward.Url).GetLeftPart(UriPartial.Authority));
        var app = builder.Build();
        if (signingKey is not null)
        {
            app.MapGet("/health/ready", () => Results.Text("""{"status":"ready","checks":{"storage":"ok"}}"""));
            app.MapGet(
                "/.well-known/stellar.toml",
                () => $"NETWORK_PASSPHRASE=\"{ward.Network.Options.Passphrase}\"\nSIGNING_KEY=\"{signingKey}\"\n"
            );
        }

        await app.StartAsync();
        return app;
    }
}

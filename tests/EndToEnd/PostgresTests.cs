using System.Net;
using System.Text.Json;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Testing.Postgres;

namespace Anchor.EndToEnd.Tests;

/// <summary>An installation that moves to PostgreSQL and lives there.</summary>
public sealed class PostgresTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-postgres-test-");
    private readonly Uri _host = Ports.FreeUrl();
    private readonly Uri _sandbox = Ports.FreeUrl();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_installation_moves_to_postgresql_goes_on_there_and_outlives_a_crash_of_the_server()
    {
        Assert.SkipWhen(TemporaryPostgres.Missing is not null, TemporaryPostgres.Missing ?? "");
        Assert.SkipWhen(ClusterInstallation.IsBuilt, "What is moved begins in a file.");
        using var server = TemporaryPostgres.Start();
        string key;
        using (var before = Serve())
        {
            key = await SigningKeyAsync(before);
            await DemoAsync();
            Assert.Equal(0, await before.StopAsync());
        }

        var copied = await RunAsync("storage", "copy", "--from", "data/anchor.db", "--to", server.Url);
        Assert.Matches(@"transactions\s+2 ", copied);
        using (var again = Serve())
        {
            Assert.Equal(2, await again.WaitForExitAsync(TimeSpan.FromMinutes(1)));
            Assert.Contains("was copied to postgresql://", again.Errors, StringComparison.Ordinal);
        }

        using var anchor = Serve(("DATABASE_URL", server.Url));
        Assert.Equal(key, await SigningKeyAsync(anchor));
        await anchor.ShowsAsync("PostgreSQL 1");
        await DemoAsync();
        using (var second = Serve(("DATABASE_URL", server.Url)))
        {
            Assert.Equal(2, await second.WaitForExitAsync(TimeSpan.FromMinutes(1)));
            Assert.Contains($"is in use by anchor {anchor.Id} on", second.Errors, StringComparison.Ordinal);
        }

        server.Stop();
        Assert.Contains(
            "\"storage\":\"The database does not answer.\"",
            await HealthAsync(HttpStatusCode.ServiceUnavailable),
            StringComparison.Ordinal
        );
        server.Resume();
        await anchor.AnswerAsync(new Uri(_host, "health/ready"));
        await DemoAsync();

        var doctor = await RunAsync(("DATABASE_URL", server.Url), "doctor", "--json");
        using var findings = JsonDocument.Parse(doctor);
        Assert.All(
            findings.RootElement.GetProperty("checks").EnumerateArray().Where(IsOfStorage),
            finding => Assert.Equal("ok", finding.GetProperty("outcome").GetString())
        );
        Assert.Equal(5, findings.RootElement.GetProperty("checks").EnumerateArray().Count(IsOfStorage));
        Assert.Equal(0, await anchor.StopAsync());
    }

    private static bool IsOfStorage(JsonElement finding) =>
        finding.GetProperty("check").GetString()!.StartsWith("storage.", StringComparison.Ordinal);

    private async Task<string> HealthAsync(HttpStatusCode expected)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(_host, "health/ready"));
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> SigningKeyAsync(ProgramRun anchor)
    {
        var toml = await anchor.AnswerAsync(new Uri(_host, ".well-known/stellar.toml"));
        return toml.Split('\n').Single(line => line.StartsWith("SIGNING_KEY", StringComparison.Ordinal));
    }

    private Task<string> DemoAsync() => RunAsync("demo", "--url", _host.ToString(), "--json");

    private Task<string> RunAsync(params string[] arguments) => RunAsync(("ANCHOR_TESTS", "1"), arguments);

    private async Task<string> RunAsync((string Name, string Value) setting, params string[] arguments)
    {
        using var run = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            arguments,
            [("HOST_URL", _host.ToString()), ("SANDBOX_URL", _sandbox.ToString()), setting]
        );
        var code = await run.WaitForExitAsync(TimeSpan.FromMinutes(3));
        Assert.True(code == 0, run.Output + run.Errors);
        return run.Output;
    }

    private ProgramRun Serve(params (string Name, string Value)[] settings) =>
        ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            [],
            [("HOST_URL", _host.ToString()), ("SANDBOX_URL", _sandbox.ToString()), .. settings]
        );
}

using System.Data.Common;
using System.Text.Json;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Anchor.EndToEnd.Tests;

public sealed class ReminderTests : IDisposable
{
    // A reminder's shortest period is a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-reminder-");
    private readonly Uri _host = Ports.FreeUrl();
    private readonly Uri _sandbox = Ports.FreeUrl();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Killed_in_the_middle_and_never_called_again_a_deposit_completes_by_its_reminder_alone()
    {
        string wallet;
        using (var killed = Start(("ANCHOR_DRILL", "on"), ("ANCHOR_CRASH_AT", "EffectStored#1")))
        {
            await killed.AnswerAsync(new Uri(_host, ".well-known/stellar.toml"));
            wallet = await DepositUntilTheServerIsGoneAsync();
            Assert.Equal(137, await killed.WaitForExitAsync(TimeSpan.FromSeconds(30)));
            Assert.Contains("crash at EffectStored", killed.Errors, StringComparison.Ordinal);
        }

        Assert.Equal("pending_anchor", Status());
        using var anchor = Start(
            ("POLLING_DEPOSITS", "off"),
            ("POLLING_OUTGOING", "off"),
            ("POLLING_TRUSTLINES", "off"),
            ("RESUME_AT_START", "off")
        );
        using var deadline = new CancellationTokenSource(Patience);
        while (Status() != "completed")
        {
            Assert.False(deadline.IsCancellationRequested, $"It is {Status()}.{Environment.NewLine}{anchor.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        }

        var account = await anchor.AnswerAsync(new Uri(_sandbox, $"accounts/{wallet}"));
        Assert.Contains("\"balance\":\"98.5000000\"", account, StringComparison.Ordinal);
    }

    /// <summary>Gives the account that waits for the money.</summary>
    private async Task<string> DepositUntilTheServerIsGoneAsync()
    {
        using var demo = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            ["demo", "--url", _host.ToString(), "--json"]
        );
        Assert.Equal(1, await demo.WaitForExitAsync(TimeSpan.FromMinutes(2)));
        using var report = JsonDocument.Parse(demo.Output);
        return report.RootElement.GetProperty("events")[0].GetProperty("note").GetString()!;
    }

    /// <summary>Read from the database, so that the server is not called.</summary>
    private string? Status()
    {
        using var connection = Database();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT status FROM transactions";
        return (string?)command.ExecuteScalar();
    }

    private DbConnection Database()
    {
        if (!ClusterInstallation.IsBuilt)
        {
            return SqliteLibrary.Open(
                new()
                {
                    DataSource = Path.Combine(_folder.FullName, "data", "anchor.db"),
                    Mode = SqliteOpenMode.ReadOnly,
                }
            );
        }

        var connection = new NpgsqlConnection(ClusterInstallation.DatabaseOf(_folder.FullName));
        connection.Open();
        return connection;
    }

    private ProgramRun Start(params (string, string)[] environment) =>
        ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            [],
            [("HOST_URL", _host.ToString()), ("SANDBOX_URL", _sandbox.ToString()), .. environment]
        );
}

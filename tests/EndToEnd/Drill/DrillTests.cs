using System.Text.Json;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Storage.Postgres;
using Anchor.Testing.Postgres;
using Npgsql;

namespace Anchor.EndToEnd.Tests.Drill;

public sealed class DrillTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-drill-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task Ten_kills_over_ten_deposits_and_ten_withdrawals_leave_every_stroop_in_its_place() =>
        DrillAsync(seed: 7, kills: 10, orders: 10, database: "sqlite");

    [Fact]
    public async Task Kills_on_postgresql_leave_every_stroop_in_its_place_and_no_table_behind()
    {
        Assert.SkipWhen(TemporaryPostgres.Missing is not null, TemporaryPostgres.Missing ?? "");
        var database = TemporaryPostgres.Shared.CreateDatabase();

        await DrillAsync(seed: 8, kills: 3, orders: 3, database);

        await using var connection = new NpgsqlConnection(PostgresAddress.Parse(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    private async Task DrillAsync(int seed, int kills, int orders, string database)
    {
        using var drill = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            [
                "drill",
                "--seed",
                $"{seed}",
                "--kills",
                $"{kills}",
                "--deposits",
                $"{orders}",
                "--withdrawals",
                $"{orders}",
                "--database",
                database,
                "--json",
            ]
        );
        var exitCode = await drill.WaitForExitAsync(TimeSpan.FromMinutes(12));
        output.WriteLine(drill.Errors);
        output.WriteLine(drill.Output);

        using var report = JsonDocument.Parse(drill.Output);
        Assert.Empty(report.RootElement.GetProperty("violations").EnumerateArray());
        Assert.Equal(2 * orders, report.RootElement.GetProperty("completed").GetInt32());
        Assert.Equal(0, exitCode);
    }
}

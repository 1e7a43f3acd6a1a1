using Anchor.Storage.Migrations;
using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

public abstract class MigrationTests(TestStorage storage) : IDisposable
{
    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    private static readonly Migration Second = new(9001, "9001.colour", "ALTER TABLE counters ADD COLUMN colour TEXT");

    [Fact]
    public void The_embedded_scripts_are_numbered_without_a_gap() =>
        Assert.Equal(
            Enumerable.Range(1, Migration.Embedded.Length),
            Migration.Embedded.Select(migration => migration.Number)
        );

    [Fact]
    public async Task A_fresh_database_gets_every_script_and_its_record()
    {
        Assert.Equal(Counters.Schema.Select(migration => migration.Name), await AppliedAsync());
    }

    [Fact]
    public async Task An_older_database_gets_only_the_new_script_and_keeps_its_rows()
    {
        await storage.Database.WriteAsync([Counters.Insert("a", 7)]);
        storage.Close();

        using (var upgraded = storage.Open([.. Counters.Schema, Second]))
        {
            Assert.Equal(
                "7 ",
                await upgraded.FirstAsync(
                    "SELECT count || ' ' || coalesce(colour, '') FROM counters",
                    row => row.GetString(0)
                )
            );
        }

        using (storage.Open([.. Counters.Schema, Second])) { }
    }

    [Fact]
    public void A_database_newer_than_the_program_stops_the_start_with_one_line()
    {
        storage.Open([.. Counters.Schema, Second]).Dispose();

        var refusal = Assert.Throws<StorageStartException>(() => storage.Open(Counters.Schema));
        Assert.Equal(
            "The database has schema 9001, this program knows 9000 at most; start the newer program.",
            refusal.Message
        );
    }

    [Fact]
    public async Task A_broken_script_leaves_nothing_behind()
    {
        storage.Open(Counters.Schema).Dispose();
        var broken = new Migration(9001, "9001.broken", "CREATE TABLE half (id TEXT); CREATE TABLE half (id TEXT);");

        var refusal = Assert.Throws<StorageStartException>(() => storage.Open([.. Counters.Schema, broken]));
        Assert.Contains("9001.broken", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Counters.Schema.Select(migration => migration.Name), await AppliedAsync());
        Assert.Empty(await storage.Database.ListAsync(storage.TablesNamed("half"), row => row.GetString(0)));
    }

    private async Task<IEnumerable<string>> AppliedAsync() =>
        await storage.Database.ListAsync("SELECT name FROM schema_migrations ORDER BY number", row => row.GetString(0));
}

public sealed class SqliteMigrationTests() : MigrationTests(new SqliteStorage());

public sealed class PostgresMigrationTests() : MigrationTests(new PostgresStorage());

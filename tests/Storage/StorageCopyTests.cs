using Anchor.Grains.Ports;
using Anchor.Storage.Assets;
using Anchor.Storage.Copying;
using Anchor.Storage.Payments;
using Anchor.Storage.Payouts;
using Anchor.Storage.Reminders;
using Anchor.Storage.Settings;
using Anchor.Storage.States;
using Anchor.Storage.Tests.Support;
using Anchor.Storage.Transactions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Storage.Tests;

/// <summary>An installation that moves from SQLite to PostgreSQL.</summary>
public sealed class StorageCopyTests : IDisposable
{
    private readonly SqliteStorage _source = new();
    private readonly PostgresStorage _target = new();

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task Every_row_reads_there_as_it_did_here_and_goes_on_at_its_version()
    {
        var stamp = await FillAsync();

        var copied = Copy();

        Assert.Equal(1, copied.Single(table => table.Name == "payments").Rows);
        Assert.Equal(30, copied.Single(table => table.Name == "transactions").Rows);
        using var database = OpenTarget();
        var queries = new TransactionQueries(database);
        Assert.Equal("größer \u0001 'x'", (await queries.FindAsync("t07", default))!.Message);
        var payout = Assert.Single(await new PayoutStore(database).OpenAsync(Samples.Distribution, default));
        Assert.Equal(1, payout.Version);
        Assert.Equal(2, Assert.Single(await new PayoutStore(database).SaveAsync([payout], default)).Version);
        var cursor = await new IngestStore(database).ReadAsync(Samples.Distribution, default);
        Assert.Equal((1, "77"), (cursor.Version, cursor.Cursor));
        Assert.Equal("SSECRET", await new SettingsStore(database, Box(database)).GetAsync("signing_seed", default));
        Assert.Single(await new ReminderRows(database).OfGrainAsync("transaction", "t01"));
        Assert.NotEqual(stamp.Split('.')[0], database.NextStamp().Split('.')[0]);
    }

    [Fact]
    public async Task The_file_is_used_no_more_and_says_where_its_rows_are()
    {
        await FillAsync();
        Copy();

        var refusal = Assert.Throws<StorageStartException>(() => _source.Open(Migrations.Migration.Embedded));
        Assert.Contains("was copied to postgresql://", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("is not empty", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_with_rows_is_refused_and_neither_side_changes()
    {
        await FillAsync();
        using (var database = OpenTarget())
        {
            await database.WriteAsync([TransactionRows.Map.Insert(["other"], Samples.Deposit("other"))]);
        }

        Assert.Contains("is not empty: its table transactions has rows", Refusal().Message, StringComparison.Ordinal);
        using (_source.Open(Migrations.Migration.Embedded)) { }
        using var unchanged = OpenTarget();
        Assert.Equal(1, await unchanged.FirstAsync("SELECT count(*) FROM transactions", row => row.GetInt32(0)));
        Assert.Equal(0, await unchanged.FirstAsync("SELECT count(*) FROM payments", row => row.GetInt32(0)));
    }

    [Fact]
    public async Task A_file_or_a_target_in_use_is_not_copied()
    {
        await FillAsync();
        using (OpenTarget())
        {
            Assert.Contains("is in use by", Refusal().Message, StringComparison.Ordinal);
        }

        using (_source.Open(Migrations.Migration.Embedded))
        {
            Assert.Contains("is in use by another process", Refusal().Message, StringComparison.Ordinal);
        }

        Assert.NotEmpty(Copy());
    }

    [Fact]
    public async Task A_text_that_postgresql_cannot_hold_stops_the_copy_and_leaves_the_file_in_use()
    {
        await FillAsync();
        using (var database = _source.Open(Migrations.Migration.Embedded))
        {
            await database.WriteAsync([
                RowOperation.Required(
                    "settings",
                    "x",
                    "INSERT INTO settings (name, value) VALUES ($1, $2)",
                    "x",
                    "a\0b"
                ),
            ]);
        }

        Assert.Contains("failed", Refusal().Message, StringComparison.Ordinal);
        using (_source.Open(Migrations.Migration.Embedded)) { }
        using var target = OpenTarget();
        Assert.Equal(0, await target.FirstAsync("SELECT count(*) FROM transactions", row => row.GetInt32(0)));
    }

    private StorageStartException Refusal() => Assert.ThrowsAny<StorageStartException>(() => Copy());

    private System.Collections.Immutable.ImmutableArray<CopiedTable> Copy() =>
        StorageCopy.Run(
            _source.Path,
            _target.Options(),
            new StorageMetrics(_target.Meters),
            TimeProvider.System,
            NullLoggerFactory.Instance
        );

    private IDatabase OpenTarget() => _target.Open(Migrations.Migration.Embedded);

    private SecretBox Box(IDatabase database) => SecretKey.Open(_source.Options("key"), database, new SystemRandom());

    private async Task<string> FillAsync()
    {
        using var database = _source.Open(Migrations.Migration.Embedded);
        for (var n = 0; n < 30; n++)
        {
            var row = Samples.Withdrawal($"t{n:D2}", n) with { Message = n == 7 ? "größer \u0001 'x'" : null };
            await database.WriteAsync([TransactionRows.Map.Insert([row.Id], row)]);
        }

        await new PayoutStore(database).SaveAsync([new StoredPayout(Samples.Payout("p1"), 0)], default);
        await new IngestStore(database).AppendAsync(
            new IngestState(Samples.Distribution, 0, 1, "77", null),
            [Samples.Payment("5")],
            default
        );
        await new SettingsStore(database, Box(database)).SetAsync("signing_seed", "SSECRET", default);
        await new ReminderRows(database).UpsertAsync(
            new ReminderKey("transaction", "t01", "wake"),
            Samples.Noon,
            TimeSpan.FromMinutes(1),
            Samples.Noon
        );
        return database.NextStamp();
    }
}

using Anchor.Storage.Chains;
using Anchor.Storage.Payments;
using Anchor.Storage.Payouts;
using Anchor.Storage.Reminders;
using Anchor.Storage.Tests.Support;
using Anchor.Storage.Transactions;
using Anchor.Storage.Workers;

namespace Anchor.Storage.Tests;

/// <summary>Every list is a range of an index in its order: its cost depends on what it returns, not on what is stored.</summary>
public sealed class QueryPlanTests : IDisposable
{
    private readonly TestStorage _storage = new SqliteStorage();

    public static TheoryData<string, string, int> Queries =>
        new()
        {
            { TransactionQueries.OfUser, "transactions_of_user", 8 },
            { TransactionQueries.ByStellarId, "transactions_by_stellar_id", 3 },
            { TransactionQueries.ByExternalId, "transactions_by_external_id", 3 },
            { TransactionIndex.ByMemo, "transactions_by_memo", 3 },
            { TransactionIndex.Overdue, "transactions_due", 2 },
            { IngestStore.Earlier, "payments_undecided_by_memo", 3 },
            { IngestStore.Undecided, "payments_undecided", 3 },
            { PaymentQueries.Held, "payments_held", 2 },
            { PayoutStore.Open, "payouts_open", 1 },
            { WorkerStore.Open, "worker_transactions_open", 1 },
            { WorkerStore.ByNonce, "worker_transactions_by_nonce", 2 },
            { ScanStore.Open, "chain_events_open", 5 },
            { ScanStore.Above, "chain_events_above", 2 },
            { ScanStore.Aside, "chain_events_aside", 2 },
            { ReminderRows.Due, "reminders_due", 6 },
        };

    public void Dispose() => _storage.Dispose();

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_list_reads_a_range_of_its_index_and_sorts_nothing(string sql, string index, int values)
    {
        var step = Assert.Single(await PlanAsync(sql, values));

        Assert.StartsWith("SEARCH", step, StringComparison.Ordinal);
        Assert.Contains(index, step, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statuses_are_read_as_one_range_each()
    {
        var plan = await PlanAsync(TransactionIndex.ByStatusQuery(3), 6);

        Assert.Equal(
            3,
            plan.Count(step =>
                step.Contains("transactions_by_status (status=? AND kind=? AND id>?)", StringComparison.Ordinal)
            )
        );
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN transactions", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> PlanAsync(string sql, int values) =>
        await _storage.Database.ListAsync("EXPLAIN QUERY PLAN " + sql, row => row.GetString(3), new object?[values]);
}

/// <summary>The same on PostgreSQL, whose planner is asked for the plan that holds for any values.</summary>
public sealed class PostgresQueryPlanTests : IDisposable
{
    private readonly PostgresStorage _storage = new();

    public void Dispose() => _storage.Dispose();

    [Theory]
    [MemberData(nameof(QueryPlanTests.Queries), MemberType = typeof(QueryPlanTests))]
    public void A_list_reads_a_range_of_its_index_and_sorts_nothing(string sql, string index, int values)
    {
        var plan = Plan(sql, values);

        Assert.Contains(plan, step => step.Contains($"using {index} on", StringComparison.Ordinal));
        Assert.Contains(plan, step => step.Contains("Index Cond:", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("Sort", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("Seq Scan", StringComparison.Ordinal));
    }

    [Fact]
    public void Statuses_are_read_as_one_range_each()
    {
        var plan = Plan(TransactionIndex.ByStatusQuery(3), 6);

        Assert.Equal(3, plan.Count(step => step.Contains("using transactions_by_status on", StringComparison.Ordinal)));
        Assert.Equal(
            3,
            plan.Count(step =>
                step.Contains("(status = $", StringComparison.Ordinal)
                && step.Contains("(kind = $1)", StringComparison.Ordinal)
                && step.Contains("(id > $2)", StringComparison.Ordinal)
            )
        );
    }

    private List<string> Plan(string sql, int values)
    {
        _ = _storage.Database;
        using var stranger = _storage.Stranger();
        // With empty tables the planner would rather read all of them.
        PostgresStorage.Execute(
            stranger,
            "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off"
        );
        // Two indexes fit payments of one account; only their numbers tell which is the narrower.
        PostgresStorage.Execute(
            stranger,
            """
            INSERT INTO payments (id, version, schema_version, json, status, account, order_key, memo, is_held)
            SELECT n, 1, 1, '', 'received', 'G' || n % 3, lpad(n::text, 20, '0'), n, n % 2 FROM generate_series(1, 2000) AS n;
            ANALYZE payments
            """
        );
        PostgresStorage.Execute(stranger, $"PREPARE query AS {sql}");
        using var command = stranger.CreateCommand();
#pragma warning disable CA2100 // The storage's own statements.
        command.CommandText = $"EXPLAIN EXECUTE query ({string.Join(", ", Enumerable.Repeat("NULL", values))})";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var plan = new List<string>();
        while (reader.Read())
        {
            plan.Add(reader.GetString(0));
        }

        return plan;
    }
}

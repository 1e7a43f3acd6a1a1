using Anchor.Storage.Payments;
using Anchor.Storage.Payouts;
using Anchor.Storage.Reminders;
using Anchor.Storage.Tests.Support;
using Anchor.Storage.Transactions;

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

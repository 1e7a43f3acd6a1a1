using System.Text.Json.Nodes;
using Anchor.Domain;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Storage.Tests.Support;
using Anchor.Storage.Transactions;
using static Anchor.Storage.Tests.Support.Samples;

namespace Anchor.Storage.Tests;

public abstract class TransactionQueryTests(TestStorage storage) : IDisposable
{
    private static readonly TransactionFilter Everything = new(Alice, Test, null, null, null, 100);

    private TransactionQueries Queries => new(storage.Database);
    private TransactionIndex Index => new(storage.Database);

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task One_is_found_by_its_id()
    {
        await StoreAsync(Withdrawal("w1"), Withdrawal("w2"));

        Assert.Equal("w1", (await Queries.FindAsync("w1", default))!.Id);
        Assert.Null(await Queries.FindAsync("w3", default));
    }

    [Fact]
    public async Task A_list_holds_one_users_transactions_of_one_asset_newest_first()
    {
        await StoreAsync(
            Withdrawal("old", 1),
            Deposit("new", 3),
            Withdrawal("middle", 2),
            Withdrawal("other asset") with
            {
                Asset = Domain.Assets.AssetId.Native,
            },
            Withdrawal("other account") with
            {
                Account = "GBOB",
            },
            Withdrawal("shared account") with
            {
                AccountMemo = "7",
            }
        );

        Assert.Equal(["new", "middle", "old"], await ListAsync(Everything));
        Assert.Equal(["shared account"], await ListAsync(Everything with { Owner = Alice with { AccountMemo = "7" } }));
        Assert.Equal(["new"], await ListAsync(Everything with { Kind = TransactionKind.Deposit }));
        Assert.Equal(["new", "middle"], await ListAsync(Everything with { NoOlderThan = Noon.AddMinutes(2) }));
        Assert.Equal(["new"], await ListAsync(Everything with { Limit = 1 }));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition_even_at_one_instant()
    {
        await StoreAsync([.. Enumerable.Range(0, 25).Select(n => Withdrawal($"w{n:D2}", n / 10))]);

        var seen = new List<string>();
        while (await ListAsync(Everything with { Limit = 4, PagingId = seen.LastOrDefault() }) is { Count: > 0 } page)
        {
            seen.AddRange(page);
        }

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(n => $"w{n:D2}"), seen);
    }

    [Fact]
    public async Task A_paging_id_that_is_unknown_or_of_somebody_else_gives_an_empty_page()
    {
        await StoreAsync(Withdrawal("w1"), Withdrawal("bob", 9) with { Account = "GBOB" });

        Assert.Empty(await ListAsync(Everything with { PagingId = "nobody" }));
        Assert.Empty(await ListAsync(Everything with { PagingId = "bob" }));
    }

    [Fact]
    public async Task Ids_of_the_ledger_and_of_the_rails_find_only_their_owners_transactions()
    {
        await StoreAsync(
            Withdrawal("w1", 1) with
            {
                StellarTransactionId = "h",
                ExternalTransactionId = "e",
            },
            Withdrawal("w2", 2) with
            {
                StellarTransactionId = "h",
                ExternalTransactionId = "e",
            },
            Withdrawal("bob", 3) with
            {
                Account = "GBOB",
                StellarTransactionId = "h",
                ExternalTransactionId = "e",
            }
        );

        Assert.Equal(["w2", "w1"], (await Queries.FindByStellarIdAsync(Alice, "h", default)).Select(found => found.Id));
        Assert.Equal(
            ["w2", "w1"],
            (await Queries.FindByExternalIdAsync(Alice, "e", default)).Select(found => found.Id)
        );
        Assert.Empty(await Queries.FindByStellarIdAsync(Alice with { AccountMemo = "1" }, "h", default));
        Assert.Empty(await Queries.FindByExternalIdAsync(Alice, "h", default));
    }

    [Fact]
    public async Task A_memo_finds_the_withdrawal_it_was_given_to_on_that_account_only()
    {
        var memo = new MemoText(MemoKind.Id, "42");
        await StoreAsync(
            Withdrawal("w1") with
            {
                Memo = memo,
            },
            Deposit("deposit") with
            {
                Memo = memo,
            },
            Withdrawal("text") with
            {
                Memo = memo with { Kind = MemoKind.Text },
            },
            Withdrawal("elsewhere") with
            {
                Memo = memo,
                DistributionAccount = "GELSEWHERE",
            }
        );

        Assert.Equal(["w1"], await Index.FindByMemoAsync(Distribution, memo, default));
        Assert.Empty(await Index.FindByMemoAsync(Distribution, new MemoText(MemoKind.Id, "43"), default));
    }

    [Fact]
    public async Task Statuses_list_in_the_order_of_ids_page_by_page()
    {
        await StoreAsync([
            .. Enumerable
                .Range(0, 9)
                .Select(n =>
                    Withdrawal($"w{n}") with
                    {
                        Status = (n % 3) switch
                        {
                            0 => TransactionStatus.PendingExternal,
                            1 => TransactionStatus.PendingAnchor,
                            _ => TransactionStatus.Completed,
                        },
                    }
                ),
            Deposit("w9") with
            {
                Status = TransactionStatus.PendingExternal,
            },
        ]);

        Assert.Equal(["w0", "w1", "w3", "w4"], await WaitingAsync(null, 4));
        Assert.Equal(["w6", "w7"], await WaitingAsync("w4", 4));
        Assert.Empty(await Index.ListAsync(TransactionKind.Withdrawal, [], null, 4, default));

        async Task<IEnumerable<string>> WaitingAsync(string? after, int limit) =>
            (
                await Index.ListAsync(
                    TransactionKind.Withdrawal,
                    [TransactionStatus.PendingExternal, TransactionStatus.PendingAnchor],
                    after,
                    limit,
                    default
                )
            ).Select(found => found.Id);
    }

    [Fact]
    public async Task The_longest_overdue_comes_first_and_what_has_no_due_time_never()
    {
        await StoreAsync(
            Withdrawal("later", 120),
            Withdrawal("second", 1),
            Withdrawal("first", 0),
            Withdrawal("done") with
            {
                NextDue = null,
            }
        );

        Assert.Equal(["first", "second"], await Index.OverdueAsync(Noon.AddMinutes(100), 10, default));
        Assert.Equal(["first"], await Index.OverdueAsync(Noon.AddMinutes(100), 1, default));
    }

    [Fact]
    public async Task Statuses_are_counted()
    {
        await StoreAsync(
            Withdrawal("w1"),
            Withdrawal("w2") with
            {
                Status = TransactionStatus.Completed,
            },
            Deposit("d1") with
            {
                Status = TransactionStatus.Completed,
            }
        );

        var counts = await Queries.CountByStatusAsync(default);
        Assert.Equal(2, counts.Count);
        Assert.Equal(2, counts[TransactionStatus.Completed]);
        Assert.Equal(1, counts[TransactionStatus.PendingUserTransferStart]);
    }

    [Fact]
    public async Task A_status_that_moves_moves_in_every_query()
    {
        await StoreAsync(Withdrawal("w1"));
        var moved = Withdrawal("w1") with { Status = TransactionStatus.Completed, NextDue = null };
        await storage.Database.WriteAsync([TransactionRows.Map.Update(["w1"], moved, version: 1)]);

        Assert.Equal([TransactionStatus.Completed], (await Queries.CountByStatusAsync(default)).Keys);
        Assert.Empty(await Index.OverdueAsync(Noon.AddYears(1), 10, default));
        var rows = await storage.Database.ListAsync(
            "SELECT json, status, kind, account, next_due FROM transactions",
            row =>
                (
                    Json: JsonNode.Parse(row.GetString(0))!,
                    Columns: Enumerable.Range(1, 4).Select(row.GetValue).ToArray()
                )
        );
        Assert.NotEmpty(rows);
        Assert.All(
            rows,
            row =>
                Assert.Equal(
                    [
                        (string)row.Json["status"]!,
                        (string)row.Json["kind"]!,
                        (string)row.Json["account"]!,
                        DBNull.Value,
                    ],
                    row.Columns
                )
        );
        Assert.All(rows, row => Assert.Null(row.Json["next_due"]));
    }

    private async Task StoreAsync(params AnchorTransaction[] transactions)
    {
        foreach (var transaction in transactions)
        {
            var insert = TransactionRows.Map.Insert([transaction.Id], transaction);
            Assert.True((await storage.Database.WriteAsync([insert])).IsDurable);
        }
    }

    private async Task<List<string>> ListAsync(TransactionFilter filter) =>
        [.. (await Queries.ListAsync(filter, default)).Select(found => found.Id)];
}

public sealed class SqliteTransactionQueryTests() : TransactionQueryTests(new SqliteStorage());

public sealed class PostgresTransactionQueryTests() : TransactionQueryTests(new PostgresStorage());

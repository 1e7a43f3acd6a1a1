using Anchor.Domain;
using Anchor.Domain.Payments;
using Anchor.Grains.Ports;
using Anchor.Storage.Payments;
using Anchor.Storage.Tests.Support;
using Orleans.Storage;
using static Anchor.Storage.Tests.Support.Samples;

namespace Anchor.Storage.Tests;

public abstract class PaymentStoreTests(TestStorage storage) : IDisposable
{
    private IngestStore Store => new(storage.Database);
    private PaymentQueries Queries => new(storage.Database);

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_source_that_was_never_read_has_no_cursor() =>
        Assert.Equal(new IngestState("s", 0, 0, null, null), await Store.ReadAsync("s", default));

    [Fact]
    public async Task A_page_and_its_cursor_are_there_after_a_restart()
    {
        var state = new IngestState("s", 0, Epoch: 3, "100", Alarm: null);
        var stored = await Store.AppendAsync(state, [Payment("99"), Payment("100")], default);
        storage.Reopen();

        Assert.Equal(["99", "100"], stored.NewPayments);
        Assert.Equal(state with { Version = 1 }, await Store.ReadAsync("s", default));
        Assert.Equal(PaymentStatus.Received, (await Queries.FindAsync("99"))!.Status);
    }

    [Fact]
    public async Task A_page_that_comes_again_brings_only_what_is_new_and_leaves_the_rest_as_it_is()
    {
        await Store.AppendAsync(new("s", 0, 1, "2", null), [Payment("1"), Payment("2")], default);
        await DecideAsync("2", PaymentStatus.Matched);

        var again = await Store.AppendAsync(
            new("s", 1, 1, "3", "slow"),
            [Payment("2"), Payment("3"), Payment("3")],
            default
        );

        Assert.Equal((2, "3"), (again.Version, Assert.Single(again.NewPayments)));
        Assert.Equal(PaymentStatus.Matched, (await Queries.FindAsync("2"))!.Status);
        Assert.Equal(new IngestState("s", 2, 1, "3", "slow"), await Store.ReadAsync("s", default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public async Task A_page_of_a_reader_that_was_replaced_stores_nothing(long version)
    {
        await Store.AppendAsync(new("s", 0, 1, "1", null), [Payment("1")], default);

        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Store.AppendAsync(new("s", version, 1, "9", null), [Payment("9")], default)
        );
        Assert.Null(await Queries.FindAsync("9"));
        Assert.Equal("1", (await Store.ReadAsync("s", default)).Cursor);
    }

    [Fact]
    public async Task Undecided_payments_come_in_the_ledgers_order_not_in_that_of_their_text()
    {
        await Store.AppendAsync(
            new("s", 0, 1, "x", null),
            [Payment("1000"), Payment("99"), Payment("100"), Payment("98"), Payment("7") with { Account = "GOTHER" }],
            default
        );
        await DecideAsync("98", PaymentStatus.Matched);

        Assert.Equal(["99", "100"], await Store.UndecidedAsync(Distribution, null, 2, default));
        Assert.Equal(["1000"], await Store.UndecidedAsync(Distribution, "100", 2, default));
    }

    [Fact]
    public async Task Earlier_undecided_payment_of_a_memo_is_the_last_before_it_in_the_ledgers_order()
    {
        var memo = new MemoText(MemoKind.Id, "42");
        var last = Payment("1000") with { Memo = memo };
        await Store.AppendAsync(
            new("s", 0, 1, "x", null),
            [
                last,
                Payment("98") with
                {
                    Memo = memo,
                },
                Payment("99") with
                {
                    Memo = memo,
                },
                Payment("100") with
                {
                    Memo = new MemoText(MemoKind.Id, "43"),
                },
                Payment("101") with
                {
                    Memo = memo,
                    Account = "GOTHER",
                },
            ],
            default
        );

        Assert.Equal("99", await Store.EarlierUndecidedAsync(last, default));
        await DecideAsync("99", PaymentStatus.Matched);
        Assert.Equal("98", await Store.EarlierUndecidedAsync(last, default));
        await DecideAsync("98", PaymentStatus.Surplus);
        Assert.Null(await Store.EarlierUndecidedAsync(last, default));
    }

    [Fact]
    public async Task Held_payments_are_listed_newest_first()
    {
        await Store.AppendAsync(
            new("s", 0, 1, "x", null),
            [Payment("8"), Payment("9"), Payment("10"), Payment("11")],
            default
        );
        await DecideAsync("8", PaymentStatus.Unmatched);
        await DecideAsync("9", PaymentStatus.Matched);
        await DecideAsync("10", PaymentStatus.Surplus);

        Assert.Equal(["10", "8"], (await Queries.HeldAsync(null, 10)).Select(payment => payment.Id));
        Assert.Equal(["8"], (await Queries.HeldAsync("10", 10)).Select(payment => payment.Id));
        Assert.Equal(["10"], (await Queries.HeldAsync(null, 1)).Select(payment => payment.Id));
    }

    private async Task DecideAsync(string id, PaymentStatus status)
    {
        var payment = (await Queries.FindAsync(id))! with { Status = status };
        var result = await storage.Database.WriteAsync([PaymentRows.Map.Update([id], payment, version: 1)]);
        Assert.True(result.IsDurable);
    }
}

public sealed class SqlitePaymentStoreTests() : PaymentStoreTests(new SqliteStorage());

public sealed class PostgresPaymentStoreTests() : PaymentStoreTests(new PostgresStorage());

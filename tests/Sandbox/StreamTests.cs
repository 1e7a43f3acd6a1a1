using Anchor.Stellar;

namespace Anchor.Sandbox.Tests;

public sealed class StreamTests
{
    [Fact]
    public async Task Payment_arrives_when_its_ledger_closes()
    {
        await using var server = await StartAsync();
        using var stream = await EventReader.OpenAsync(
            server.Client,
            PaymentsOf(server, "bob", "cursor=now&join=transactions")
        );

        server.Stage.Good("alice", Pay(server, 5));
        var payment = (await stream.NextAsync())!;

        Assert.Equal("payment", payment.Json.GetProperty("type").GetString());
        Assert.Equal("0.0000005", payment.Json.GetProperty("amount").GetString());
        Assert.Equal(payment.Id, payment.Json.GetProperty("paging_token").GetString());
        Assert.Equal("none", payment.Json.GetProperty("transaction").GetProperty("memo_type").GetString());
        Assert.Equal(server.Network.LatestLedger, (uint)(payment.Token >> 32));
    }

    [Fact]
    public async Task Stream_resumes_after_the_last_event_id_whatever_the_cursor_says()
    {
        await using var server = await StartAsync();
        for (var i = 1; i <= 4; i++)
        {
            server.Stage.Good("alice", Pay(server, i));
        }

        using var first = await EventReader.OpenAsync(server.Client, PaymentsOf(server, "bob", "cursor=0"));
        var events = await first.TakeAsync(3);
        using var second = await EventReader.OpenAsync(
            server.Client,
            PaymentsOf(server, "bob", "cursor=now"),
            events[2].Id
        );

        Assert.Equal("0.0000003", (await second.NextAsync())!.Json.GetProperty("amount").GetString());
    }

    [Fact]
    public async Task Reset_cuts_every_open_stream_and_a_new_one_shows_the_new_history()
    {
        await using var server = await StartAsync();
        server.Stage.Good("alice", Pay(server, 5));
        using var stream = await EventReader.OpenAsync(server.Client, PaymentsOf(server, "bob", "cursor=0"));
        await stream.TakeAsync(2);

        await server.PostAsync("/_sandbox/reset", 200);

        await Assert.ThrowsAnyAsync<Exception>(async () => await stream.NextAsync());
        using var again = await EventReader.OpenAsync(server.Client, PaymentsOf(server, "bob", "cursor=0"));
        await server.GetAsync($"/friendbot?addr={server.Stage.Id("bob")}");
        var created = (await again.NextAsync())!;
        Assert.Equal("create_account", created.Json.GetProperty("type").GetString());
        Assert.Equal(2, created.Token >> 32);
    }

    [Fact]
    public async Task Stream_says_byebye_after_the_limit()
    {
        await using var server = await StartAsync();
        server.Stage.Good("alice", Pay(server, 1), Pay(server, 2), Pay(server, 3));
        using var stream = await EventReader.OpenAsync(server.Client, PaymentsOf(server, "bob", "cursor=0&limit=2"));

        var events = await stream.TakeAsync(3);

        Assert.Equal(("close", "\"byebye\""), (events[2].Name, events[2].Data));
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task Stream_says_byebye_at_the_end_of_its_life()
    {
        await using var server = await StartAsync(
            Server.Manual with
            {
                StreamLifetime = TimeSpan.FromMilliseconds(50),
            }
        );
        using var stream = await EventReader.OpenAsync(server.Client, PaymentsOf(server, "bob", "cursor=now"));

        Assert.Equal("\"byebye\"", (await stream.NextAsync())!.Data);
    }

    [Fact]
    public async Task Stream_of_an_account_that_does_not_exist_yet_shows_its_creation()
    {
        await using var server = await StartAsync();
        using var stream = await EventReader.OpenAsync(server.Client, PaymentsOf(server, "later", "cursor=now"));

        server.Stage.Fund("later");

        Assert.Equal("create_account", (await stream.NextAsync())!.Json.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Ledgers_and_transactions_stream_too()
    {
        await using var server = await StartAsync();
        using var ledgers = await EventReader.OpenAsync(server.Client, "/ledgers?cursor=now");
        using var transactions = await EventReader.OpenAsync(server.Client, "/transactions?cursor=now");

        server.Stage.Good("alice", Pay(server, 1));

        Assert.Equal(
            server.Network.LatestLedger,
            (await ledgers.NextAsync())!.Json.GetProperty("sequence").GetUInt32()
        );
        Assert.True((await transactions.NextAsync())!.Json.GetProperty("successful").GetBoolean());
    }

    [Fact]
    public async Task Failed_transactions_are_left_out_unless_a_fault_says_otherwise()
    {
        await using var server = await StartAsync();
        server.Stage.Refusal("alice", Pay(server, 1), new PaymentOperation(server.Stage.Id("nobody"), Asset.Native, 1));
        server.Stage.Good("alice", Pay(server, 2));
        var path = PaymentsOf(server, "bob", $"cursor={3L << 32}");

        using (var stream = await EventReader.OpenAsync(server.Client, path))
        {
            Assert.True((await stream.NextAsync())!.Json.GetProperty("transaction_successful").GetBoolean());
        }

        server.Faults.Board.Set(SandboxFaultKind.StreamFailedTransactions, new Fault());
        using var faulty = await EventReader.OpenAsync(server.Client, path);
        Assert.False((await faulty.NextAsync())!.Json.GetProperty("transaction_successful").GetBoolean());
    }

    [Fact]
    public async Task Faults_repeat_replay_and_break_events()
    {
        await using var server = await StartAsync();
        server.Stage.Good("alice", Pay(server, 1), Pay(server, 2), Pay(server, 3));
        var path = PaymentsOf(server, "bob", "cursor=0&limit=200");

        server.Faults.Board.Set(SandboxFaultKind.StreamDuplicate, new Fault { Count = 1 });
        using (var stream = await EventReader.OpenAsync(server.Client, path))
        {
            var events = await stream.TakeAsync(3);
            Assert.Equal(events[0], events[1]);
            Assert.NotEqual(events[1], events[2]);
        }

        server.Faults.Board.Set(SandboxFaultKind.StreamReplay, new Fault { Count = 1, Size = 2 });
        var last = (await server.RecordsAsync(path)).Last().GetProperty("paging_token").GetString();
        using (var stream = await EventReader.OpenAsync(server.Client, path, last))
        {
            Assert.Equal(["0.0000002", "0.0000003"], (await stream.TakeAsync(2)).Select(Amount));
        }

        server.Faults.Board.Set(SandboxFaultKind.StreamDrop, new Fault { Count = 1, Skip = 1 });
        using (var stream = await EventReader.OpenAsync(server.Client, path))
        {
            await stream.NextAsync();
            await Assert.ThrowsAnyAsync<IOException>(stream.NextAsync);
        }

        server.Faults.Board.Set(SandboxFaultKind.StreamError, new Fault { Count = 1 });
        using (var stream = await EventReader.OpenAsync(server.Client, path))
        {
            Assert.Equal("error", (await stream.NextAsync())!.Name);
        }

        server.Faults.Board.Set(SandboxFaultKind.StreamByebye, new Fault { Count = 1, Size = 1 });
        using (var stream = await EventReader.OpenAsync(server.Client, path))
        {
            Assert.Equal("close", (await stream.TakeAsync(2))[1].Name);
        }
    }

    [Fact]
    public async Task Silent_stream_stays_open_and_says_nothing()
    {
        await using var server = await StartAsync(
            Server.Manual with
            {
                StreamLifetime = TimeSpan.FromMilliseconds(20),
            }
        );
        server.Faults.Board.Set(SandboxFaultKind.StreamSilence, new Fault());
        using var stream = await EventReader.OpenAsync(server.Client, PaymentsOf(server, "bob", "cursor=0"));

        await Assert.ThrowsAsync<TimeoutException>(() => stream.NextAsync().WaitAsync(TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task Unknown_operation_stands_after_a_transaction_with_a_rising_id()
    {
        await using var server = await StartAsync();
        server.Stage.Good("alice", Pay(server, 1));
        server.Faults.Board.Set(SandboxFaultKind.UnknownOperation, new Fault { Count = 1 });
        using var stream = await EventReader.OpenAsync(server.Client, PaymentsOf(server, "bob", "cursor=0"));

        var events = await stream.TakeAsync(3);

        Assert.Equal(999, events[1].Json.GetProperty("type_i").GetInt32());
        Assert.Equal([.. events.OrderBy(e => e.Token)], events);
    }

    private static async Task<Server> StartAsync(SandboxOptions? options = null)
    {
        var server = await Server.StartAsync(options);
        server.Stage.Fund("alice", "bob");
        return server;
    }

    private static PaymentOperation Pay(Server server, long amount) =>
        new(server.Stage.Id("bob"), Asset.Native, amount);

    private static string PaymentsOf(Server server, string name, string query) =>
        $"/accounts/{server.Stage.Id(name)}/payments?{query}";

    private static string? Amount(StreamEvent e) => e.Json.GetProperty("amount").GetString();
}

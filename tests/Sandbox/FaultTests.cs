using System.Net.Http.Json;
using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task Timeout_before_apply_forgets_and_timeout_after_apply_does_not()
    {
        await using var server = await StartAsync();
        var envelope = server.Stage.Envelope("alice", Pay(server));

        server.Faults.Board.Set(SandboxFaultKind.TimeoutBeforeApply, new Fault { Count = 1 });
        var timeout = await server.SubmitAsync(envelope, 504);
        Assert.Equal(0, server.Network.Waiting);

        server.Faults.Board.Set(SandboxFaultKind.TimeoutAfterApply, new Fault { Count = 1 });
        await server.SubmitAsync(envelope, 504);
        Assert.Equal(1, server.Network.Waiting);
        server.Network.CloseLedger();
        var hash = timeout.GetProperty("extras").GetProperty("hash").GetString();
        Assert.True((await server.GetAsync($"/transactions/{hash}")).GetProperty("successful").GetBoolean());
    }

    [Fact]
    public async Task Connection_breaks_before_and_after_the_effect()
    {
        await using var server = await StartAsync();
        var envelope = server.Stage.Envelope("alice", Pay(server));

        server.Faults.Board.Set(SandboxFaultKind.ConnectionReset, new Fault { Count = 1, Path = "/transactions" });
        await Assert.ThrowsAsync<HttpRequestException>(() => server.SubmitAsync(envelope));
        Assert.Equal(0, server.Network.Waiting);

        server.Faults.Board.Set(SandboxFaultKind.ConnectionResetAfterApply, new Fault { Count = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => server.SubmitAsync(envelope));
        Assert.Equal(1, server.Network.Waiting);
    }

    [Fact]
    public async Task Overload_and_lost_history_are_reported_as_horizon_does()
    {
        await using var server = await StartAsync();

        server.Faults.Board.Set(SandboxFaultKind.ServiceUnavailable, new Fault { Count = 1 });
        await server.GetAsync("/ledgers", 503);
        server.Faults.Board.Set(SandboxFaultKind.TooManyRequests, new Fault { Count = 1 });
        await server.GetAsync("/ledgers", 429);
        server.Faults.Board.Set(SandboxFaultKind.BeforeHistory, new Fault { Count = 1 });
        var gone = await server.GetAsync("/payments?cursor=1", 410);
        Assert.EndsWith("/before_history", gone.GetProperty("type").GetString(), StringComparison.Ordinal);
        server.Faults.Board.Set(SandboxFaultKind.MalformedJson, new Fault { Count = 1 });
        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => server.GetAsync("/"));
        await server.GetAsync("/");
    }

    [Fact]
    public async Task Lagging_horizon_shows_nothing_of_what_core_has_done()
    {
        await using var server = await StartAsync();
        server.Faults.Conditions = new SandboxConditions { IngestionLag = 2 };
        var envelope = server.Stage.Envelope("alice", Pay(server));
        var account = $"/accounts/{server.Stage.Id("alice")}";
        server.Network.Submit(envelope);
        server.Network.CloseLedger();

        var root = await server.GetAsync("/");
        Assert.Equal(3, root.GetProperty("core_latest_ledger").GetInt32());
        Assert.Equal(1, root.GetProperty("history_latest_ledger").GetInt32());
        var hash = envelope.Hash(server.Network.Network);
        await server.GetAsync($"/transactions/{hash}", 404);
        await server.GetAsync(account, 404);
        Assert.Empty(await server.RecordsAsync("/payments"));
        var refused = await server.SubmitAsync(envelope, 400);
        Assert.Equal(
            "tx_bad_seq",
            refused.GetProperty("extras").GetProperty("result_codes").GetProperty("transaction").GetString()
        );

        server.Faults.Conditions = server.Faults.Conditions with { AccountsRunAhead = true };
        await server.GetAsync(account);
        await server.GetAsync($"/transactions/{hash}", 404);

        server.Network.CloseLedger();
        server.Network.CloseLedger();
        await server.GetAsync($"/transactions/{hash}");
    }

    [Fact]
    public async Task Surge_raises_the_least_fee_and_what_is_charged()
    {
        await using var server = await StartAsync();
        server.Faults.Conditions = new SandboxConditions { SurgeFee = 1000 };

        Assert.Equal("tx_insufficient_fee", server.Stage.Apply("alice", Pay(server)));
        var bid = server.Stage.Transaction("alice", Pay(server)) with { Fee = 5000 };
        Assert.Equal("tx_success op_success", server.Stage.Apply(server.Stage.Sign(bid, "alice")));
        Assert.Equal(9_999 * Lumen - 1000, server.Stage.Balance("alice"));
        var stats = await server.GetAsync("/fee_stats");
        Assert.Equal("5000", stats.GetProperty("max_fee").GetProperty("p90").GetString());
        Assert.Equal("1000", stats.GetProperty("last_ledger_base_fee").GetString());
    }

    [Fact]
    public async Task Clock_skew_and_wrong_passphrase_show_in_the_root()
    {
        await using var server = await StartAsync(Server.Manual with { Time = new ManualTime() });
        server.Faults.Conditions = new SandboxConditions { ClockSkewSeconds = 3600, Passphrase = "Another Network" };
        server.Network.CloseLedger();

        var root = await server.GetAsync("/");

        Assert.Equal("Another Network", root.GetProperty("network_passphrase").GetString());
        Assert.Equal("2026-01-01T13:00:00Z", root.GetProperty("history_latest_ledger_closed_at").GetString());
    }

    [Fact]
    public async Task Stalled_network_closes_no_ledger_by_the_clock()
    {
        await using var server = await Server.StartAsync(
            new SandboxOptions { CloseInterval = TimeSpan.FromMilliseconds(10) }
        );
        await UntilAsync(() => server.Network.LatestLedger > 3);

        server.Faults.Conditions = new SandboxConditions { Stalled = true };
        var stalled = server.Network.CloseLedger();
        await server.GetAsync("/");
        Assert.InRange(server.Network.LatestLedger, stalled, stalled + 1);
        server.Faults.Clear();
        await UntilAsync(() => server.Network.LatestLedger > stalled + 1);
    }

    [Fact]
    public async Task Faults_are_read_and_replaced_over_http()
    {
        await using var server = await StartAsync();
        var faults = new
        {
            seed = 7,
            faults = new { timeout_after_apply = new { probability = 0.5, count = 3 } },
            conditions = new { ingestion_lag = 4 },
        };

        using var put = await server.Client.PutAsJsonAsync(new Uri("/_sandbox/faults", UriKind.Relative), faults);
        var read = await server.GetAsync("/_sandbox/faults");

        Assert.True(put.IsSuccessStatusCode);
        Assert.Equal(7, read.GetProperty("seed").GetInt32());
        Assert.Equal(
            0.5,
            read.GetProperty("faults").GetProperty("timeout_after_apply").GetProperty("probability").GetDouble()
        );
        Assert.Equal(4, server.Faults.Conditions.IngestionLag);
        using var wrong = await server.Client.PutAsJsonAsync(
            new Uri("/_sandbox/faults", UriKind.Relative),
            new { nonsense = 1 }
        );
        Assert.Equal(400, (int)wrong.StatusCode);
    }

    [Fact]
    public async Task Ledgers_close_and_the_network_begins_anew_over_http()
    {
        await using var server = await StartAsync();

        var closed = await server.PostAsync("/_sandbox/close", 200);
        Assert.Equal(3, closed.GetProperty("ledger").GetInt32());
        var reset = await server.PostAsync("/_sandbox/reset", 200);
        Assert.Equal(1, reset.GetProperty("ledger").GetInt32());
        await server.GetAsync($"/accounts/{server.Stage.Id("alice")}", 404);
        Assert.Empty(await server.RecordsAsync("/transactions"));
    }

    [Fact]
    public void Same_seed_gives_the_same_faults()
    {
        Assert.Equal(Strikes(5), Strikes(5));
        Assert.NotEqual(Strikes(5), Strikes(6));
        Assert.InRange(Strikes(5).Count(struck => struck), 20, 80);

        static List<bool> Strikes(int seed)
        {
            var board = new FaultBoard<SandboxFaultKind>();
            board.Replace([KeyValuePair.Create(SandboxFaultKind.Delay, new Fault { Probability = 0.5 })], seed);
            return [.. Enumerable.Range(0, 100).Select(_ => board.Strike(SandboxFaultKind.Delay) is not null)];
        }
    }

    private static async Task<Server> StartAsync(SandboxOptions? options = null)
    {
        var server = await Server.StartAsync(options);
        server.Stage.Fund("alice", "bob");
        return server;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, limit.Token);
        }
    }

    private static PaymentOperation Pay(Server server) => new(server.Stage.Id("bob"), Asset.Native, Lumen);
}

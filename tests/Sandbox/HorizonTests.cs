using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

public sealed class HorizonTests
{
    [Fact]
    public async Task Root_names_the_network_and_its_last_ledger()
    {
        await using var server = await Server.StartAsync();
        server.Network.CloseLedger();

        var root = await server.GetAsync("/");

        Assert.Equal("Test SDF Network ; September 2015", root.GetProperty("network_passphrase").GetString());
        Assert.Equal(2, root.GetProperty("history_latest_ledger").GetInt32());
        Assert.Equal(2, root.GetProperty("core_latest_ledger").GetInt32());
        Assert.EndsWith("Z", root.GetProperty("history_latest_ledger_closed_at").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_allows_any_origin_and_tells_the_time()
    {
        await using var server = await Server.StartAsync();
        foreach (var path in (string[])["/", "/nowhere", "/accounts/bad", "/ledgers?order=desc&limit=1"])
        {
            using var response = await server.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.NotNull(response.Headers.Date);
        }
    }

    [Fact]
    public async Task Friendbot_funds_an_account_once()
    {
        await using var server = await Server.StartAsync();
        var alice = server.Stage.Id("alice");

        var funded = await server.GetAsync($"/friendbot?addr={alice}");
        var again = await server.GetAsync($"/friendbot?addr={alice}", 400);

        Assert.True(funded.GetProperty("successful").GetBoolean());
        Assert.Contains("already funded", again.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await server.GetAsync($"/?addr={server.Stage.Id("bob")}");
        await server.PostAsync("/friendbot", 200, ("addr", server.Stage.Id("carol").ToString()));
    }

    [Fact]
    public async Task Account_shows_balances_signers_flags_data_and_the_link_to_it()
    {
        await using var server = await Server.StartAsync();
        var stage = server.Stage;
        stage.FundWithAsset("issuer", 7 * Lumen, "alice");
        stage.Good(
            "alice",
            new ManageDataOperation(ByteString.FromUtf8("config.memo_required"), ByteString.FromUtf8("1"))
        );

        var account = await server.GetAsync($"/accounts/{stage.Id("alice")}");

        var balances = account.GetProperty("balances");
        Assert.Equal("7.0000000", balances[0].GetProperty("balance").GetString());
        Assert.Equal("credit_alphanum4", balances[0].GetProperty("asset_type").GetString());
        Assert.Equal("USD", balances[0].GetProperty("asset_code").GetString());
        Assert.True(balances[0].GetProperty("is_authorized").GetBoolean());
        Assert.Equal("native", balances[1].GetProperty("asset_type").GetString());
        Assert.Equal("MQ==", account.GetProperty("data").GetProperty("config.memo_required").GetString());
        Assert.Equal(2, account.GetProperty("subentry_count").GetInt32());
        Assert.Equal("ed25519_public_key", account.GetProperty("signers")[0].GetProperty("type").GetString());
        Assert.Contains(
            "/data/{key}",
            account.GetProperty("_links").GetProperty("data").GetProperty("href").GetString()!,
            StringComparison.Ordinal
        );
        var data = await server.GetAsync($"/accounts/{stage.Id("alice")}/data/config.memo_required");
        Assert.Equal("MQ==", data.GetProperty("value").GetString());
        await server.GetAsync($"/accounts/{stage.Id("nobody")}", 404);
        await server.GetAsync("/accounts/bad", 400);
    }

    [Fact]
    public async Task Submitted_transaction_is_answered_when_its_ledger_closes_and_again_by_its_hash()
    {
        await using var server = await Server.StartAsync();
        server.Stage.Fund("alice", "bob");
        var payment = new PaymentOperation(server.Stage.Id("bob"), Asset.Native, Lumen);
        var envelope = server.Stage.Sign(
            server.Stage.Transaction("alice", payment) with
            {
                Memo = Memo.Text("hello"),
            },
            "alice"
        );

        var answer = await server.SubmitAndCloseAsync(envelope);

        Assert.True(answer.GetProperty("successful").GetBoolean());
        Assert.Equal(3, answer.GetProperty("ledger").GetInt32());
        Assert.Equal("text", answer.GetProperty("memo_type").GetString());
        Assert.Equal("aGVsbG8=", answer.GetProperty("memo_bytes").GetString());
        Assert.Equal(envelope.ToBase64(), answer.GetProperty("envelope_xdr").GetString());
        var hash = answer.GetProperty("hash").GetString();
        Assert.Equal(hash, (await server.SubmitAsync(envelope)).GetProperty("hash").GetString());
        Assert.Equal(hash, (await server.GetAsync($"/transactions/{hash}")).GetProperty("id").GetString());
        Assert.Equal(9_999 * Lumen - 100, server.Stage.Balance("alice"));
    }

    [Fact]
    public async Task Refused_submission_says_why()
    {
        await using var server = await Server.StartAsync();
        server.Stage.Fund("alice");
        var pay = new PaymentOperation(server.Stage.Id("nobody"), Asset.Native, Lumen);

        var failed = await server.SubmitAndCloseAsync(server.Stage.Envelope("alice", pay), 400);
        var stale = server.Stage.Sign(server.Stage.Transaction("alice", pay) with { Sequence = 1 }, "alice");
        var refused = await server.SubmitAsync(stale, 400);
        var malformed = await server.PostAsync("/transactions", 400, ("tx", "AAAA"));

        Assert.EndsWith("/transaction_failed", failed.GetProperty("type").GetString(), StringComparison.Ordinal);
        var codes = failed.GetProperty("extras").GetProperty("result_codes");
        Assert.Equal("tx_failed", codes.GetProperty("transaction").GetString());
        Assert.Equal("op_no_destination", codes.GetProperty("operations")[0].GetString());
        Assert.Equal(
            "tx_bad_seq",
            refused.GetProperty("extras").GetProperty("result_codes").GetProperty("transaction").GetString()
        );
        Assert.EndsWith("/transaction_malformed", malformed.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asynchronous_submission_passes_on_what_core_says()
    {
        await using var server = await Server.StartAsync();
        server.Stage.Fund("alice", "bob");
        var envelope = server.Stage.Envelope("alice", new PaymentOperation(server.Stage.Id("bob"), Asset.Native, 1));
        var second = server.Stage.Envelope("alice", new PaymentOperation(server.Stage.Id("bob"), Asset.Native, 2));

        Assert.Equal("PENDING", await SubmitAsync(envelope, 201));
        Assert.Equal("DUPLICATE", await SubmitAsync(envelope, 409));
        Assert.Equal("TRY_AGAIN_LATER", await SubmitAsync(second, 503));
        server.Network.CloseLedger();
        Assert.Equal("ERROR", await SubmitAsync(second, 400));

        async Task<string?> SubmitAsync(TransactionEnvelope tx, int status) =>
            (await server.SubmitAsync(tx, status, "/transactions_async")).GetProperty("tx_status").GetString();
    }

    [Fact]
    public async Task Submission_that_finds_no_ledger_in_time_is_a_timeout_and_no_failure()
    {
        await using var server = await Server.StartAsync(
            Server.Manual with
            {
                SubmissionTimeout = TimeSpan.FromMilliseconds(30),
            }
        );
        server.Stage.Fund("alice", "bob");
        var pay = new PaymentOperation(server.Stage.Id("bob"), Asset.Native, Lumen);
        var envelope = server.Stage.Envelope("alice", pay);

        var timeout = await server.SubmitAsync(envelope, 504);
        var other = server.Stage.Sign(server.Stage.Transaction("alice", pay) with { Memo = Memo.Id(1) }, "alice");
        await server.SubmitAsync(other, 504);

        Assert.Equal(
            envelope.Hash(server.Network.Network).ToHex(),
            timeout.GetProperty("extras").GetProperty("hash").GetString()
        );
        server.Network.CloseLedger();
        await server.SubmitAsync(envelope);
    }
}

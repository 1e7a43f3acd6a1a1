using System.Net;
using System.Text;
using Anchor.Stellar.Horizon;

namespace Anchor.Protocols.Tests.Horizon;

public sealed class HorizonReadTests
{
    private const string AccountPath = "/accounts/" + Samples.Account;

    private static readonly string[] AlreadyExists = ["op_already_exists"];
    private static readonly string[] Bases = ["/horizon", "/horizon/"];

    private static readonly object Account = new
    {
        id = Samples.Account,
        account_id = Samples.Account,
        sequence = "9223372036854775807",
        sequence_ledger = 7,
        sequence_time = "1767322800",
        subentry_count = 3,
        home_domain = "anchor.example",
        last_modified_ledger = 12,
        num_sponsoring = 2,
        num_sponsored = 1,
        thresholds = new
        {
            low_threshold = 1,
            med_threshold = 2,
            high_threshold = 3,
        },
        flags = new
        {
            auth_required = true,
            auth_revocable = false,
            auth_immutable = false,
            auth_clawback_enabled = true,
        },
        balances = new object[]
        {
            new
            {
                balance = "922337203685.4775807",
                limit = "922337203685.4775807",
                buying_liabilities = "0.0000000",
                selling_liabilities = "0.0000001",
                is_authorized = true,
                is_authorized_to_maintain_liabilities = true,
                is_clawback_enabled = false,
                asset_type = "credit_alphanum4",
                asset_code = "TEST",
                asset_issuer = Samples.Issuer,
            },
            new
            {
                balance = "1.0000001",
                limit = "5.0000000",
                asset_type = "liquidity_pool_shares",
                liquidity_pool_id = "ab",
            },
            new
            {
                balance = "0.0000001",
                buying_liabilities = "0.0000000",
                selling_liabilities = "0.0000000",
                asset_type = "native",
            },
        },
        signers = new[]
        {
            new
            {
                weight = 10,
                key = Samples.Account,
                type = "ed25519_public_key",
            },
        },
        data = new { config_memo_required = "MQ==" },
        paging_token = Samples.Account,
    };

    [Fact]
    public async Task An_account_is_read_to_the_last_stroop()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(AccountPath, Answers.Json(Account));

        var account = await fixture.Client.GetAccountAsync(Samples.Account);

        Assert.NotNull(account);
        Assert.Equal(
            (long.MaxValue, 7L, 1_767_322_800L),
            (account.Sequence, account.SequenceLedger, account.SequenceTime)
        );
        Assert.Equal(new AccountThresholds(1, 2, 3), account.Thresholds);
        Assert.Equal(new HorizonAccountFlags(true, false, false, true), account.Flags);
        Assert.Equal(1, account.NativeBalance);
        var line = account.TrustLine("TEST", Samples.Issuer);
        Assert.Equal((long.MaxValue, 0L, true), (line?.Balance, line?.Room, line?.IsAuthorized));
        Assert.Equal(long.MaxValue - 1, line?.Spendable);
        Assert.Equal("MQ==", account.Data["config_memo_required"]);
        Assert.Equal((2 + 3 + 2 - 1) * 5_000_000L, account.MinimumBalance(5_000_000));
        Assert.Equal(new AccountSigner(Samples.Account, 10, "ed25519_public_key"), Assert.Single(account.Signers));
    }

    [Fact]
    public async Task An_account_that_Horizon_does_not_know_is_null()
    {
        await using var fixture = await HorizonFixture.StartAsync();

        Assert.Null(await fixture.Client.GetAccountAsync(Samples.Account));
    }

    [Theory]
    [InlineData("nothing here", 404, HorizonFailure.Refused)]
    [InlineData("{\"status\":404}", 404, HorizonFailure.Refused)]
    [InlineData("{}", 200, HorizonFailure.Unreadable)]
    [InlineData("null", 200, HorizonFailure.Unreadable)]
    [InlineData("{\"account_id\":", 200, HorizonFailure.Unreadable)]
    [InlineData("busy", 503, HorizonFailure.ServerError)]
    [InlineData("", 304, HorizonFailure.Unreadable)]
    public async Task Any_other_answer_than_not_found_is_an_exception(string body, int status, HorizonFailure failure)
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(AccountPath, status == 304 ? Answers.Status(status) : Answers.Text(body, status));

        var thrown = await Assert.ThrowsAsync<HorizonException>(() => fixture.Client.GetAccountAsync(Samples.Account));

        Assert.Equal((failure, (HttpStatusCode)status), (thrown.Failure, thrown.Status));
    }

    [Fact]
    public async Task A_problem_is_told_with_what_it_carries()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(
            AccountPath,
            Answers.Problem(400, "bad_request", new { invalid_field = "account_id", reason = "not an account" })
        );

        var thrown = await Assert.ThrowsAsync<HorizonException>(() => fixture.Client.GetAccountAsync(Samples.Account));

        Assert.True(thrown.Problem?.Is("bad_request"));
        Assert.Equal(
            ("account_id", "not an account"),
            (thrown.Problem?.Extras?.InvalidField, thrown.Problem?.Extras?.Reason)
        );
    }

    [Theory]
    [InlineData("12.34567891")]
    [InlineData("1e3")]
    [InlineData("-1.0000000")]
    [InlineData("922337203685.4775808")]
    public async Task An_amount_that_is_no_amount_is_unreadable(string amount)
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(
            "/claimable_balances/00",
            Answers.Json(
                new
                {
                    id = "00",
                    asset = "native",
                    amount,
                    claimants = Array.Empty<object>(),
                }
            )
        );

        var thrown = await Assert.ThrowsAsync<HorizonException>(() => fixture.Client.GetClaimableBalanceAsync("00"));

        Assert.Equal(HorizonFailure.Unreadable, thrown.Failure);
    }

    [Fact]
    public async Task A_request_without_answer_times_out()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/fee_stats", Answers.Silence());

        var pending = fixture.Client.GetFeeStatsAsync();
        await HorizonFixture.UntilAsync(() => fixture.Stub.Requests.Count == 1, "the request is there");
        fixture.Time.Advance(fixture.Options.RequestTimeout);

        Assert.Equal(HorizonFailure.TimedOut, (await Assert.ThrowsAsync<HorizonException>(() => pending)).Failure);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_not_read()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Options = fixture.Options with { MaxBodyBytes = 100 };
        fixture.Stub.On(AccountPath, Answers.Json(Account));

        await Assert.ThrowsAsync<HorizonException>(() => fixture.Client.GetAccountAsync(Samples.Account));
    }

    [Fact]
    public async Task Fee_statistics_are_read()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        var fees = new Dictionary<string, string>();
        foreach (var name in "max min mode p10 p20 p30 p40 p50 p60 p70 p80 p90 p95 p99".Split(' '))
        {
            fees[name] = (100 + fees.Count).ToString();
        }

        fixture.Stub.On(
            "/fee_stats",
            Answers.Json(
                new
                {
                    last_ledger = "57",
                    last_ledger_base_fee = "100",
                    ledger_capacity_usage = "0.97",
                    fee_charged = fees,
                    max_fee = fees,
                }
            )
        );

        var stats = await fixture.Client.GetFeeStatsAsync();

        Assert.Equal((57L, 100L, 0.97m), (stats.LastLedger, stats.LastLedgerBaseFee, stats.LedgerCapacityUsage));
        Assert.Equal((100L, 109L, 113L), (stats.MaxFee.Max, stats.MaxFee.P70, stats.FeeCharged.P99));
    }

    [Fact]
    public async Task The_latest_ledger_is_the_first_from_the_end()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        var closedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        fixture.Stub.On("/ledgers", Answers.Json(Samples.Page(Samples.Ledger(99, closedAt))));
        var client = fixture.Client;

        var ledger = await client.GetLatestLedgerAsync();

        Assert.Equal((99L, closedAt, 5_000_000L), (ledger.Sequence, ledger.ClosedAt, ledger.BaseReserveInStroops));
        Assert.Equal("desc", fixture.Stub.Requests[0].Query["order"]);
        Assert.Equal(new LedgerClose(99, closedAt), client.Clock.Latest);
    }

    [Fact]
    public async Task Claimable_balances_are_read_with_their_predicates()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        var balance = new
        {
            id = "00",
            asset = $"TEST:{Samples.Issuer}",
            amount = "0.0000010",
            sponsor = Samples.Issuer,
            claimants = new[] { new { destination = Samples.Account, predicate = new { unconditional = true } } },
            paging_token = "5-00",
        };
        fixture.Stub.On("/claimable_balances", Answers.Json(Samples.Page(balance)));

        var found = Assert.Single(await fixture.Client.GetClaimableBalancesAsync(Samples.Account, "4-00", 10));

        Assert.Equal((10L, "5-00"), (found.Amount, found.PagingToken));
        Assert.True(found.Claimants[0].Predicate.GetProperty("unconditional").GetBoolean());
        Assert.Equal("4-00", fixture.Stub.Requests[0].Query["cursor"]);
    }

    [Fact]
    public async Task Friendbot_funds_once()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(
            "/friendbot",
            Answers.Json(Samples.Transaction()),
            Answers.Problem(400, "bad_request", detail: "account already funded to starting balance"),
            Answers.Problem(
                400,
                "transaction_failed",
                new { result_codes = new { transaction = "tx_failed", operations = AlreadyExists } }
            ),
            Answers.Problem(400, "bad_request", detail: "invalid address")
        );

        Assert.True(await fixture.Client.FundAsync(Samples.Account));
        Assert.False(await fixture.Client.FundAsync(Samples.Account));
        Assert.False(await fixture.Client.FundAsync(Samples.Account));
        await Assert.ThrowsAsync<HorizonException>(() => fixture.Client.FundAsync(Samples.Account));
    }

    [Fact]
    public async Task A_base_url_may_have_a_path_and_a_slash_or_none()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/horizon" + AccountPath, Answers.Json(Account));

        foreach (var path in Bases)
        {
            fixture.Options = fixture.Options with { BaseUrl = new Uri(fixture.Stub.Url, path) };
            Assert.NotNull(await fixture.Client.GetAccountAsync(Samples.Account));
        }
    }

    [Fact]
    public async Task Requests_are_counted_by_outcome()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        var counted = new StringBuilder();
        using var listener = fixture.Count((name, tag, n) => counted.Append($"{name} {tag} {n};"));
        fixture.Stub.On(AccountPath, Answers.Json(Account), Answers.Throttled(1), Answers.Reset());

        await fixture.Client.GetAccountAsync(Samples.Account);
        await Assert.ThrowsAsync<HorizonException>(() => fixture.Client.GetAccountAsync(Samples.Account));
        await Assert.ThrowsAsync<HorizonException>(() => fixture.Client.GetAccountAsync(Samples.Account));

        const string Name = "anchor.horizon.requests";
        Assert.Equal($"{Name} ok 1;{Name} Throttled 1;{Name} Unreachable 1;", counted.ToString());
    }
}

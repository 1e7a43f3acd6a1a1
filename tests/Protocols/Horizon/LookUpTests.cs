using Anchor.Stellar.Horizon;
using Microsoft.AspNetCore.Http;

namespace Anchor.Protocols.Tests.Horizon;

public sealed class LookUpTests
{
    private static readonly DateTimeOffset MaxTime = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Before = MaxTime.AddSeconds(-5);
    private static readonly DateTimeOffset After = MaxTime.AddMinutes(1);
    private const string TransactionPath = "/transactions/" + Samples.Hash;

    [Fact]
    public async Task A_transaction_applied_between_the_two_reads_is_never_declared_dead()
    {
        // Whichever request comes first is answered by the network as it was; before the second one a ledger applies
        // the transaction and another closes after its max time.
        await using var fixture = await HorizonFixture.StartAsync();
        var requests = 0;
        RequestDelegate ByTurn(RequestDelegate first, RequestDelegate later) =>
            context => Interlocked.Increment(ref requests) == 1 ? first(context) : later(context);
        fixture.Stub.On("/", ByTurn(Answers.Json(Samples.Root(Before)), Answers.Json(Samples.Root(After))));
        fixture.Stub.On(
            TransactionPath,
            ByTurn(Answers.Problem(404, "not_found"), Answers.Json(Samples.Transaction()))
        );

        var outcome = await fixture.Submitter.LookUpAsync(Samples.Hash, MaxTime);

        Assert.IsType<LookUpOutcome.Applied>(outcome);
        Assert.Equal(["GET /", $"GET {TransactionPath}"], fixture.Stub.Requests.Select(r => r.ToString()));
    }

    [Fact]
    public async Task A_ledger_that_closes_after_the_root_was_read_proves_nothing()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/", Answers.Json(Samples.Root(Before)), Answers.Json(Samples.Root(After)));

        var outcome = await fixture.Submitter.LookUpAsync(Samples.Hash, MaxTime);

        Assert.Equal(Before, Assert.IsType<LookUpOutcome.NotYet>(outcome).Latest.ClosedAt);
    }

    [Fact]
    public async Task A_missing_hash_after_a_ledger_past_the_max_time_can_never_apply()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/", Answers.Json(Samples.Root(After, latest: 77)));
        fixture.Stub.On("/ledgers", Answers.Json(Samples.Page(Samples.Ledger(1, Before.AddSeconds(-1)))));

        var outcome = await fixture.Submitter.LookUpAsync(Samples.Hash, MaxTime);

        Assert.Equal(new LedgerClose(77, After), Assert.IsType<LookUpOutcome.CanNeverApply>(outcome).Proof);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(15, 15, false)]
    [InlineData(15, 16, true)]
    public async Task The_close_time_must_lie_beyond_the_max_time_and_the_margin(int margin, int lateBy, bool proves)
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Options = fixture.Options with { ProofMargin = TimeSpan.FromSeconds(margin) };
        fixture.Stub.On("/", Answers.Json(Samples.Root(MaxTime.AddSeconds(lateBy))));
        fixture.Stub.On("/ledgers", Answers.Json(Samples.Page(Samples.Ledger(1, Before))));

        var outcome = await fixture.Submitter.LookUpAsync(Samples.Hash, MaxTime);

        Assert.Equal(proves, outcome is LookUpOutcome.CanNeverApply);
    }

    [Theory]
    [InlineData(-3_599, false)]
    [InlineData(-3_600, true)]
    public async Task A_history_that_begins_after_the_signing_proves_nothing(int beginsAt, bool proves)
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/", Answers.Json(Samples.Root(After, elder: 900)));
        fixture.Stub.On("/ledgers", Answers.Json(Samples.Page(Samples.Ledger(900, MaxTime.AddSeconds(beginsAt)))));

        var outcome = await fixture.Submitter.LookUpAsync(Samples.Hash, MaxTime);

        Assert.Equal(proves, outcome is LookUpOutcome.CanNeverApply);
        Assert.Equal(!proves, outcome is LookUpOutcome.Unavailable);
    }

    [Fact]
    public async Task A_404_that_is_not_Horizons_proves_nothing()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/", Answers.Json(Samples.Root(After)));
        fixture.Stub.On("/ledgers", Answers.Json(Samples.Page(Samples.Ledger(1, Before))));
        fixture.Stub.On(TransactionPath, Answers.Text("<html>no such host</html>", 404, "text/html"));

        Assert.IsType<LookUpOutcome.Unavailable>(await fixture.Submitter.LookUpAsync(Samples.Hash, MaxTime));
    }

    [Fact]
    public async Task Another_networks_Horizon_proves_nothing()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/ledgers", Answers.Json(Samples.Page(Samples.Ledger(1, Before))));
        fixture.Stub.On("/", Answers.Json(Samples.Root(After, passphrase: "Another Network")));

        Assert.IsType<LookUpOutcome.Unavailable>(await fixture.Submitter.LookUpAsync(Samples.Hash, MaxTime));
    }

    [Theory]
    [InlineData("/")]
    [InlineData(TransactionPath)]
    [InlineData("/ledgers")]
    public async Task A_failure_of_any_of_the_reads_is_unavailable(string failing)
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/", Answers.Json(Samples.Root(After)));
        fixture.Stub.On("/ledgers", Answers.Json(Samples.Page(Samples.Ledger(1, Before))));
        fixture.Stub.On(failing, Answers.Problem(503, "stale_history"));

        Assert.IsType<LookUpOutcome.Unavailable>(await fixture.Submitter.LookUpAsync(Samples.Hash, MaxTime));
    }

    [Fact]
    public async Task A_transaction_answered_for_another_hash_is_unavailable()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/", Answers.Json(Samples.Root(Before)));
        fixture.Stub.On(TransactionPath, Answers.Json(Samples.Transaction(hash: Samples.InnerHash)));

        Assert.IsType<LookUpOutcome.Unavailable>(await fixture.Submitter.LookUpAsync(Samples.Hash, MaxTime));
    }

    [Theory]
    [InlineData(Samples.Hash)]
    [InlineData(Samples.InnerHash)]
    public async Task A_fee_bumped_transaction_is_found_by_either_hash(string asked)
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/", Answers.Json(Samples.Root(Before)));
        var bumped = Samples.Transaction(
            hash: asked,
            feeBump: new { hash = Samples.Hash },
            inner: new { hash = Samples.InnerHash, max_fee = "100" }
        );
        fixture.Stub.On($"/transactions/{asked}", Answers.Json(bumped));

        var outcome = await fixture.Submitter.LookUpAsync(asked, MaxTime);

        var found = Assert.IsType<LookUpOutcome.Applied>(outcome).Transaction;
        Assert.Equal(Samples.InnerHash, found.InnerTransaction?.Hash);
        Assert.Equal((100L, 200L, 4_294_971_392L), (found.FeeCharged, found.MaxFee, found.PagingToken));
    }

    [Fact]
    public async Task A_failed_transaction_is_applied_with_its_codes()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/", Answers.Json(Samples.Root(After)));
        fixture.Stub.On(
            TransactionPath,
            Answers.Json(Samples.Transaction(successful: false, result: Samples.UnderfundedXdr))
        );

        var outcome = await fixture.Submitter.LookUpAsync(Samples.Hash, MaxTime);

        var applied = Assert.IsType<LookUpOutcome.Applied>(outcome);
        Assert.False(applied.Successful);
        Assert.Equal("tx_failed", applied.Codes.Transaction);
    }

    [Fact]
    public async Task The_clock_follows_the_ledgers_and_never_goes_back()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(
            "/",
            Answers.Json(Samples.Root(After, latest: 9)),
            Answers.Json(Samples.Root(Before, latest: 8))
        );
        var client = fixture.Client;
        Assert.Null(client.Clock.Latest);

        await client.GetRootAsync();
        await client.GetRootAsync();

        Assert.Equal(new LedgerClose(9, After), client.Clock.Latest);
    }
}

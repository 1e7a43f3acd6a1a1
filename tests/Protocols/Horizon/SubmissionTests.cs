using Anchor.Stellar.Horizon;
using Microsoft.AspNetCore.Http;

namespace Anchor.Protocols.Tests.Horizon;

public sealed class SubmissionTests
{
    private const string Envelope = "AAAA+/==";
    private const string Async = "/transactions_async";
    private const string Sync = "/transactions";
    private const string Found = "/transactions/" + Samples.Hash;

    private static readonly object BadSequence = new
    {
        envelope_xdr = Envelope,
        result_xdr = Samples.BadSequenceXdr,
        result_codes = new { transaction = "tx_bad_seq" },
    };

    private static RequestDelegate Status(int status, string word, string? error = null, string hash = Samples.Hash) =>
        Answers.Json(
            new
            {
                tx_status = word,
                hash,
                error_result_xdr = error,
            },
            status
        );

    [Fact]
    public async Task Pending_is_accepted()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        var sent = "";
        fixture.Stub.On(
            Async,
            async context =>
            {
                sent = (await context.Request.ReadFormAsync())["tx"].ToString();
                await Status(201, "PENDING")(context);
            }
        );

        var outcome = await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash);

        Assert.IsType<SubmitOutcome.Accepted>(outcome);
        Assert.Equal(Envelope, sent);
    }

    [Fact]
    public async Task Duplicate_is_a_duplicate()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Status(409, "DUPLICATE"));

        Assert.IsType<SubmitOutcome.Duplicate>(await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash));
    }

    [Fact]
    public async Task Try_again_later_is_not_queued()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Status(503, "TRY_AGAIN_LATER"));

        Assert.IsType<SubmitOutcome.TryAgainLater>(await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash));
    }

    [Fact]
    public async Task Throttling_is_try_again_later_with_its_pause()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Answers.Throttled(17));

        var outcome = await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash);

        Assert.Equal(TimeSpan.FromSeconds(17), Assert.IsType<SubmitOutcome.TryAgainLater>(outcome).RetryAfter);
    }

    [Fact]
    public async Task An_error_for_a_hash_not_in_the_history_is_a_rejection()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Status(400, "ERROR", Samples.BadSequenceXdr));

        var outcome = await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash);

        Assert.Equal("tx_bad_seq", Assert.IsType<SubmitOutcome.Rejected>(outcome).Codes.Transaction);
    }

    [Fact]
    public async Task An_error_for_a_hash_in_the_history_is_applied()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Status(400, "ERROR", Samples.BadSequenceXdr));
        fixture.Stub.On(Found, Answers.Json(Samples.Transaction()));

        var outcome = await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash);

        Assert.True(Assert.IsType<SubmitOutcome.Applied>(outcome).Successful);
    }

    [Fact]
    public async Task An_error_whose_history_cannot_be_read_is_unknown()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Status(400, "ERROR", Samples.BadSequenceXdr));
        fixture.Stub.On(Found, Answers.Problem(503, "still_ingesting"));

        Assert.IsType<SubmitOutcome.Unknown>(await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash));
    }

    [Fact]
    public async Task An_envelope_that_cannot_be_decoded_is_malformed()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Answers.Problem(400, "transaction_malformed", new { envelope_xdr = Envelope }));

        Assert.IsType<SubmitOutcome.Malformed>(await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash));
    }

    [Fact]
    public async Task A_hash_that_is_not_ours_is_unknown()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Status(201, "PENDING", hash: Samples.InnerHash));

        Assert.IsType<SubmitOutcome.Unknown>(await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash));
    }

    [Theory]
    [InlineData(403, "transaction_submission_disabled")]
    [InlineData(500, "transaction_submission_exception")]
    [InlineData(503, "stale_history")]
    [InlineData(504, "timeout")]
    public async Task Any_other_failure_is_unknown(int status, string name)
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Answers.Problem(status, name));

        Assert.IsType<SubmitOutcome.Unknown>(await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash));
    }

    [Theory]
    [InlineData("<html>OK</html>")]
    [InlineData("{\"tx_status\":\"MAYBE\",\"hash\":\"" + Samples.Hash + "\"}")]
    [InlineData("{\"tx_status\":\"ERROR\",\"hash\":\"" + Samples.Hash + "\",\"error_result_xdr\":\"!\"}")]
    public async Task An_unreadable_answer_is_unknown(string body)
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Answers.Text(body));

        Assert.IsType<SubmitOutcome.Unknown>(await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash));
    }

    [Fact]
    public async Task A_reset_connection_is_unknown()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Answers.Reset());

        Assert.IsType<SubmitOutcome.Unknown>(await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_unknown()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Answers.Silence());

        var pending = fixture.Submitter.SubmitAsync(Envelope, Samples.Hash);
        await HorizonFixture.UntilAsync(() => fixture.Stub.Requests.Count == 1, "the request is there");
        fixture.Time.Advance(fixture.Options.RequestTimeout);

        Assert.IsType<SubmitOutcome.Unknown>(await pending);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task Without_the_asynchronous_endpoint_the_other_is_used(int status)
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Answers.Text("", status));
        fixture.Stub.On(Sync, Answers.Json(Samples.Transaction()));

        var outcome = await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash);

        var applied = Assert.IsType<SubmitOutcome.Applied>(outcome);
        Assert.Equal("tx_success", applied.Codes.Deciding);
        Assert.Equal([$"POST {Async}", $"POST {Sync}"], fixture.Stub.Requests.Select(r => r.ToString()));
    }

    [Fact]
    public async Task A_synchronous_failure_in_the_history_is_applied()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        var failed = new
        {
            result_xdr = Samples.UnderfundedXdr,
            result_codes = new { transaction = "tx_failed", operations = new[] { "op_underfunded" } },
        };
        fixture.Stub.On(Async, Answers.Text("", 404)).On(Sync, Answers.Problem(400, "transaction_failed", failed));
        var stored = Samples.Transaction(successful: false, result: Samples.UnderfundedXdr);
        fixture.Stub.On(Found, Answers.Json(stored));

        var outcome = await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash);

        Assert.False(Assert.IsType<SubmitOutcome.Applied>(outcome).Successful);
    }

    [Fact]
    public async Task A_synchronous_failure_not_in_the_history_is_a_rejection()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Answers.Text("", 404)).On(Sync, Answers.Problem(400, "transaction_failed", BadSequence));

        var outcome = await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash);

        var rejected = Assert.IsType<SubmitOutcome.Rejected>(outcome);
        Assert.Equal(("tx_bad_seq", Samples.BadSequenceXdr), (rejected.Codes.Deciding, rejected.ResultXdr));
    }

    [Fact]
    public async Task A_synchronous_timeout_is_unknown()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Answers.Text("", 404));
        fixture.Stub.On(Sync, Answers.Problem(504, "transaction_submission_timeout", new { hash = Samples.Hash }));

        Assert.IsType<SubmitOutcome.Unknown>(await fixture.Submitter.SubmitAsync(Envelope, Samples.Hash));
    }

    [Fact]
    public async Task Cancelling_is_no_outcome()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Async, Answers.Silence());
        using var stop = new CancellationTokenSource();

        var pending = fixture.Submitter.SubmitAsync(Envelope, Samples.Hash, stop.Token);
        await HorizonFixture.UntilAsync(() => fixture.Stub.Requests.Count == 1, "the request is there");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }
}

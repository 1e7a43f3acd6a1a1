using Anchor.Stellar.Horizon;
using static Anchor.Protocols.Tests.Horizon.PaymentSamples;

namespace Anchor.Protocols.Tests.Horizon;

public sealed class PaymentCursorTests
{
    private const string Path = $"/accounts/{Samples.Account}/payments";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static async Task<HorizonFixture> StartAsync(long elder = 1, long latest = 1_000, string? passphrase = null)
    {
        var fixture = await HorizonFixture.StartAsync();
        var root = Samples.Root(Now, latest, elder, passphrase ?? Samples.Passphrase);
        fixture.Stub.On("/", Answers.Json(root));
        fixture.Stub.On(Path, Answers.Text(Page(Payment(HorizonCursor.AfterLedger(2_000)).Text())));
        return fixture;
    }

    private static async Task<HorizonCursorException> MisfitAsync(HorizonFixture fixture, long cursor)
    {
        await using var follower = fixture.Follow(cursor);
        return await Assert.ThrowsAsync<HorizonCursorException>(() => follower.TakeAsync(1));
    }

    [Fact]
    public async Task A_cursor_before_the_history_alarms_and_skips_nothing()
    {
        await using var fixture = await StartAsync(elder: 100);
        var cursor = HorizonCursor.AfterLedger(99) - 1;

        var misfit = await MisfitAsync(fixture, cursor);

        Assert.Equal((HorizonCursorFault.BeforeHistory, cursor), (misfit.Fault, misfit.Cursor));
        Assert.DoesNotContain(fixture.Stub.Requests, r => r.Path == Path);
    }

    [Theory]
    [InlineData(HorizonCursor.Start)]
    [InlineData((99L << 32) + uint.MaxValue)]
    [InlineData((1_005L << 32) + uint.MaxValue)]
    public async Task A_cursor_at_the_start_or_within_the_history_goes_on(long cursor)
    {
        await using var fixture = await StartAsync(elder: 100);
        await using var follower = fixture.Follow(cursor);

        Assert.Single(await follower.TakeAsync(1));
    }

    [Fact]
    public async Task A_cursor_ahead_of_the_network_alarms()
    {
        await using var fixture = await StartAsync();

        var misfit = await MisfitAsync(fixture, HorizonCursor.AfterLedger(1_006));

        Assert.Equal(HorizonCursorFault.AheadOfNetwork, misfit.Fault);
        Assert.DoesNotContain(fixture.Stub.Requests, r => r.Path == Path);
    }

    [Fact]
    public async Task Another_network_alarms()
    {
        await using var fixture = await StartAsync(passphrase: "Another Network");

        Assert.Equal(HorizonCursorFault.OtherNetwork, (await MisfitAsync(fixture, Id(1))).Fault);
    }

    [Fact]
    public async Task Gone_alarms()
    {
        await using var fixture = await StartAsync();
        fixture.Stub.On(Path, Answers.Problem(410, "before_history"));

        Assert.Equal(HorizonCursorFault.BeforeHistory, (await MisfitAsync(fixture, Id(1))).Fault);
    }

    [Fact]
    public async Task A_network_that_is_reset_under_an_open_stream_alarms_at_the_next_connection()
    {
        await using var fixture = await StartAsync();
        fixture.Stub.On("/", Answers.Json(Samples.Root(Now)), Answers.Json(Samples.Root(Now, latest: 3)));
        fixture.Stub.On(Path, Answers.Text(Page()));
        fixture.Stub.On($"SSE {Path}", Answers.Stream(Answers.End(), SseText.Bye));
        await using var follower = fixture.Follow(HorizonCursor.AfterLedger(900));

        var next = follower.TakeAsync(1);
        await fixture.PassAsync(TimeSpan.FromMilliseconds(500));

        var misfit = await Assert.ThrowsAsync<HorizonCursorException>(() => next);
        Assert.Equal(HorizonCursorFault.AheadOfNetwork, misfit.Fault);
    }

    [Fact]
    public async Task A_bad_request_is_a_bug_and_is_thrown()
    {
        await using var fixture = await StartAsync();
        fixture.Stub.On(Path, Answers.Problem(400, "bad_request"));
        await using var follower = fixture.Follow(Id(1));

        await Assert.ThrowsAsync<HorizonException>(() => follower.TakeAsync(1));
    }
}

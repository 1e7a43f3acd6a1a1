using Anchor.Stellar.Horizon;
using Microsoft.AspNetCore.Http;
using static Anchor.Protocols.Tests.Horizon.PaymentSamples;

namespace Anchor.Protocols.Tests.Horizon;

public sealed class PaymentStreamTests
{
    private const string Path = $"/accounts/{Samples.Account}/payments";
    private const string Sse = "SSE " + Path;
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly RequestDelegate NoMore = Answers.Text(Page());
    private static readonly RequestDelegate Quiet = Answers.Stream(Answers.Silence());

    private static string Event(int n) => SseText.Record(Id(n), Payment(Id(n)).Text());

    private static async Task<HorizonFixture> StartAsync()
    {
        var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On("/", Answers.Json(Samples.Root(Now))).On(Path, NoMore).On(Sse, Quiet);
        return fixture;
    }

    [Fact]
    public async Task A_stream_first_pages_until_it_has_caught_up()
    {
        await using var fixture = await StartAsync();
        fixture.Options = fixture.Options with { PageSize = 2 };
        fixture.Stub.On(Path, Answers.Text(Page(Text(1), Text(2))), Answers.Text(Page(Text(3))));
        fixture.Stub.On(Sse, Answers.Stream(Answers.Silence(), Event(4)));
        await using var follower = fixture.Follow(cursor: Id(0));

        Assert.Equal([1, 2, 3, 4], await follower.TakeAsync(4));
        Assert.Equal([Id(2), Id(3), Id(4)], follower.Cursors);
        Assert.Equal(
            ["/  ", $"{Path} {Id(0)} ", $"{Path} {Id(2)} ", $"{Path} {Id(3)} {Id(3)}"],
            fixture.Stub.Requests.Select(r => $"{r.Path} {r.Query["cursor"]} {r.LastEventId}")
        );
        Assert.All(fixture.Stub.Requests.Skip(1), r => Assert.Equal("2asctransactions", Asked(r)));

        static string Asked(SeenRequest r) => $"{r.Query["limit"]}{r.Query["order"]}{r.Query["join"]}";
    }

    [Fact]
    public async Task A_stream_that_Horizon_closes_goes_on_from_the_cursor_without_paging()
    {
        await using var fixture = await StartAsync();
        var reconnects = fixture.CountReconnects();
        fixture.Stub.On(
            Sse,
            Answers.Stream(Answers.End(), Event(1), SseText.Bye),
            Answers.Stream(Answers.Silence(), Event(2))
        );
        await using var follower = fixture.Follow(cursor: Id(0));

        Assert.Equal([1], await follower.TakeAsync(1));
        var second = follower.TakeAsync(1);
        await fixture.PassAsync(fixture.Options.ReconnectPause);
        Assert.Equal([2], await second);

        Assert.Equal(["/", Path, Sse, "/", Sse], fixture.Stub.Requests.Select(r => r.Streams ? Sse : r.Path));
        Assert.Equal($"{Id(1)}", fixture.Stub.Requests[^1].LastEventId);
        Assert.Equal(["Closed"], reconnects());
    }

    [Fact]
    public async Task A_socket_dropped_amid_an_event_loses_and_repeats_nothing()
    {
        await using var fixture = await StartAsync();
        var reconnects = fixture.CountReconnects();
        var taken = new TaskCompletionSource();
        fixture.Stub.On(
            Sse,
            Answers.Stream(Answers.After(taken.Task, Answers.Reset()), Event(1), Event(2)[..60]),
            Answers.Stream(Answers.Silence(), Event(3))
        );
        fixture.Stub.On(Path, NoMore, Answers.Text(Page(Text(2))));
        await using var follower = fixture.Follow(cursor: Id(0));

        Assert.Equal([1], await follower.TakeAsync(1));
        var rest = follower.TakeAsync(2);
        taken.SetResult();
        await fixture.PassAsync(TimeSpan.FromMilliseconds(500));
        Assert.Equal([2, 3], await rest);
        Assert.Equal(["Unreachable"], reconnects());
    }

    [Fact]
    public async Task A_stream_that_ends_without_a_close_is_caught_up_by_paging()
    {
        await using var fixture = await StartAsync();
        fixture.Stub.On(Sse, Answers.Stream(Answers.End(), Event(1)), Quiet);
        fixture.Stub.On(Path, NoMore, Answers.Text(Page(Text(2))));
        await using var follower = fixture.Follow(cursor: Id(0));

        Assert.Equal([1], await follower.TakeAsync(1));
        var second = follower.TakeAsync(1);
        await fixture.PassAsync(TimeSpan.FromMilliseconds(500));
        Assert.Equal([2], await second);
    }

    [Fact]
    public async Task Silence_is_a_dead_stream()
    {
        await using var fixture = await StartAsync();
        var reconnects = fixture.CountReconnects();
        fixture.Stub.On(Path, NoMore, Answers.Text(Page(Text(1))));
        await using var follower = fixture.Follow(cursor: Id(0));

        var first = follower.TakeAsync(1);
        await fixture.PassAsync(fixture.Options.StreamSilence);
        await fixture.PassAsync(TimeSpan.FromMilliseconds(500));

        Assert.Equal([1], await first);
        Assert.Equal(["TimedOut"], reconnects());
    }

    [Fact]
    public async Task A_slow_consumer_is_not_taken_for_silence()
    {
        await using var fixture = await StartAsync();
        var more = new TaskCompletionSource();
        fixture.Stub.On(
            Sse,
            Answers.Stream(
                async context =>
                {
                    await more.Task;
                    await context.Response.WriteAsync(Event(2));
                    await context.Response.Body.FlushAsync();
                    await Answers.Silence()(context);
                },
                Event(1)
            )
        );
        await using var follower = fixture.Follow(cursor: Id(0));

        Assert.Equal([1], await follower.TakeAsync(1));
        fixture.Time.Advance(TimeSpan.FromMinutes(10));
        more.SetResult();

        Assert.Equal([2], await follower.TakeAsync(1));
        Assert.Single(fixture.Stub.Requests, r => r.Streams);
    }

    [Fact]
    public async Task Records_seen_before_are_left_out()
    {
        await using var fixture = await StartAsync();
        fixture.Stub.On(Path, Answers.Text(Page(Text(0), Text(1), Text(2))));
        fixture.Stub.On(Sse, Answers.Stream(Answers.Silence(), Event(1), Event(2), Event(2), Event(3)));
        await using var follower = fixture.Follow(cursor: Id(0));

        Assert.Equal([1, 2, 3], await follower.TakeAsync(3));
    }

    [Fact]
    public async Task What_has_arrived_comes_in_one_batch_of_a_page_at_most()
    {
        await using var fixture = await StartAsync();
        fixture.Options = fixture.Options with { PageSize = 4 };
        var five = string.Concat(Enumerable.Range(1, 5).Select(Event));
        fixture.Stub.On(Sse, Answers.Stream(Answers.Silence(), five));
        await using var follower = fixture.Follow(cursor: Id(0));

        Assert.Equal([1, 2, 3, 4, 5], await follower.TakeAsync(5));
        Assert.Equal([Id(4), Id(5)], follower.Cursors);
    }

    [Fact]
    public async Task A_poisonous_record_is_set_aside_and_the_stream_goes_on()
    {
        await using var fixture = await StartAsync();
        var broken = Event(2).Replace("\"amount\"", "\"amount", StringComparison.Ordinal);
        fixture.Stub.On(Sse, Answers.Stream(Answers.Silence(), Event(1) + broken + Event(3)));
        await using var follower = fixture.Follow(cursor: Id(0));

        Assert.Equal([1, 2, 3], await follower.TakeAsync(3));
        var poisoned = Assert.Single(follower.Events.OfType<PoisonedRecord>());
        Assert.Equal(Id(2), poisoned.Id);
        Assert.Contains("\"amount:", poisoned.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_without_an_id_neither_stops_the_stream_nor_moves_the_cursor()
    {
        await using var fixture = await StartAsync();
        fixture.Stub.On(Sse, Answers.Stream(Answers.Silence(), Event(1) + "data: rubbish\n\n" + Event(2)));
        await using var follower = fixture.Follow(cursor: Id(0));

        var ids = await follower.TakeAsync(3);

        Assert.Equal([1, null, 2], ids);
        Assert.Equal("rubbish", Assert.Single(follower.Events.OfType<PoisonedRecord>()).Raw);
        Assert.Equal(Id(2), follower.Cursors[^1]);
    }

    [Fact]
    public async Task A_page_that_cannot_be_taken_apart_is_read_from_the_stream()
    {
        await using var fixture = await StartAsync();
        fixture.Stub.On(Path, Answers.Text("{\"_embedded\":{\"records\":[{]"));
        fixture.Stub.On(Sse, Answers.Stream(Answers.Silence(), SseText.Record(Id(1), "{]"), Event(2)));
        await using var follower = fixture.Follow(cursor: Id(0));

        Assert.Equal([1, 2], await follower.TakeAsync(2));
        Assert.Single(follower.Events.OfType<PoisonedRecord>());
    }

    [Fact]
    public async Task An_error_event_ends_the_connection_and_not_the_stream()
    {
        await using var fixture = await StartAsync();
        var reconnects = fixture.CountReconnects();
        fixture.Stub.On(
            Sse,
            Answers.Stream(Answers.End(), "event: error\ndata: Rate limit exceeded\n\n"),
            Answers.Stream(Answers.Silence(), Event(1))
        );
        await using var follower = fixture.Follow(cursor: Id(0));

        var first = follower.TakeAsync(1);
        await fixture.PassAsync(TimeSpan.FromMilliseconds(500));

        Assert.Equal([1], await first);
        Assert.Equal(["ServerError"], reconnects());
    }

    [Theory]
    [InlineData(0.0, new[] { 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000 })]
    [InlineData(0.5, new[] { 750, 1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000 })]
    public async Task Pauses_double_up_to_a_cap_and_are_shortened_by_chance(double random, int[] milliseconds)
    {
        await using var fixture = await StartAsync();
        fixture.Stub.On("/", Answers.Problem(503, "still_ingesting"));
        await using var follower = fixture.Follow(cursor: Id(0), random);

        var first = follower.TakeAsync(1);
        foreach (var pause in milliseconds)
        {
            await fixture.PassAsync(TimeSpan.FromMilliseconds(pause));
        }

        await HorizonFixture.UntilAsync(() => fixture.Stub.Requests.Count == milliseconds.Length + 1, "it asks again");
        Assert.False(first.IsCompleted);
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(3_600, 60)]
    public async Task Throttling_waits_as_long_as_asked_within_the_cap(int asked, int waited)
    {
        await using var fixture = await StartAsync();
        fixture.Stub.On(Path, Answers.Throttled(asked), Answers.Text(Page(Text(1))));
        await using var follower = fixture.Follow(cursor: Id(0));

        var first = follower.TakeAsync(1);
        await fixture.PassAsync(TimeSpan.FromSeconds(waited));

        Assert.Equal([1], await first);
    }

    [Fact]
    public async Task Leaving_a_stream_amid_a_read_closes_it()
    {
        await using var fixture = await StartAsync();
        var left = new TaskCompletionSource();
        fixture.Stub.On(
            Sse,
            Answers.Stream(
                async context =>
                {
                    await Answers.Silence()(context);
                    left.SetResult();
                },
                Event(1)
            )
        );
        var follower = fixture.Follow(cursor: Id(0));
        await follower.TakeAsync(1);

        await follower.DisposeAsync();

        await left.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Cancelling_ends_the_stream()
    {
        await using var fixture = await StartAsync();
        using var stop = new CancellationTokenSource();
        await using var follower = fixture.Follow(cursor: Id(0), cancellationToken: stop.Token);

        var first = follower.TakeAsync(1);
        await HorizonFixture.UntilAsync(() => fixture.Stub.Requests.Any(r => r.Streams), "it streams");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    private static string Text(int n) => Payment(Id(n)).Text();
}

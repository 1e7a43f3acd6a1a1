using System.Collections.Concurrent;
using System.Globalization;
using Anchor.Stellar.Horizon;
using Microsoft.AspNetCore.Http;
using static Anchor.Protocols.Tests.Horizon.PaymentSamples;

namespace Anchor.Protocols.Tests.Horizon;

/// <summary>A Horizon that misbehaves at random over a ledger of two hundred payments: the consumer must see each once, in order.</summary>
public sealed class PaymentChaosTests(ITestOutputHelper output)
{
    private const int Records = 200;
    private const string Path = $"/accounts/{Samples.Account}/payments";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(20_260_102)]
    [InlineData(null)]
    public async Task Every_payment_arrives_once_and_in_order(int? given)
    {
        var seed = given ?? Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Options = fixture.Options with { PageSize = 20, RequestTimeout = TimeSpan.FromHours(1) };
        var ledger = new ChaoticLedger(seed);
        fixture
            .Stub.On("/", ledger.AnswerRootAsync)
            .On(Path, ledger.AnswerPageAsync)
            .On($"SSE {Path}", ledger.StreamAsync);
        await using var follower = fixture.Follow(cursor: Id(0));
        using var done = new CancellationTokenSource();
        var time = LetTimePassAsync(fixture, done.Token);

        long?[] seen;
        try
        {
            seen = await follower.TakeAsync(Records);
        }
        finally
        {
            await done.CancelAsync();
            await time;
        }

        Assert.Equal(Enumerable.Range(1, Records).Select(n => (long?)n), seen);
        Assert.Equal(
            ledger.Poisoned.Order(),
            follower.Events.OfType<PoisonedRecord>().Select(p => p.Id!.Value - Id(0)).Select(n => (int)n)
        );
        Assert.All(ledger.Faults.Keys, fault => output.WriteLine($"{fault}: {ledger.Faults[fault]}"));
        Assert.True(ledger.Faults.Count >= 6, "the seed tried too few kinds of fault");
    }

    /// <summary>A second of the held clock a millisecond or so; requests have an hour, so that a busy machine fails none.</summary>
    private static async Task LetTimePassAsync(HorizonFixture fixture, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private sealed class ChaoticLedger(int seed)
    {
        private readonly Lock _gate = new();
        private readonly System.Random _random = new(seed);

        public ConcurrentDictionary<string, int> Faults { get; } = new();

        public IReadOnlyCollection<int> Poisoned { get; } =
        [.. Enumerable.Range(1, Records).Where(n => (n + seed) % 37 == 0)];

        public Task AnswerRootAsync(HttpContext context) =>
            Next(12) switch
            {
                0 => Fault("root 503", Answers.Problem(503, "stale_history"))(context),
                1 => Fault("root reset", Answers.Reset())(context),
                _ => Answers.Json(Samples.Root(Now))(context),
            };

        public Task AnswerPageAsync(HttpContext context)
        {
            var (from, limit) = Asked(context);
            var replayed = Math.Max(1, from - Next(3));
            var visible = Visible(from);
            var records = Enumerable.Range(replayed, limit).Where(n => n <= visible).Select(Record).ToList();
            return Next(8) switch
            {
                0 => Fault("page 429", Answers.Throttled(3))(context),
                1 => Fault("page cut", Answers.Text(Page(records)[..40]))(context),
                2 => Fault("page 500", Answers.Text("oops", 500))(context),
                _ => Answers.Text(Page(records))(context),
            };
        }

        public async Task StreamAsync(HttpContext context)
        {
            var (from, limit) = Asked(context);
            var first = Math.Max(1, from + 1 - Next(3));
            var events = Enumerable
                .Range(first, Math.Min(limit, Next(8)))
                .Where(n => n <= Records)
                .SelectMany(n => Enumerable.Repeat(n, Next(5) == 0 ? 2 : 1))
                .Select(n => SseText.Record(Id(n), Record(n)))
                .ToList();
            var half = events.Count > 0 ? events[^1][..Next(events[^1].Length)] : "";
            await (
                Next(7) switch
                {
                    0 => Fault("stream 503", Answers.Problem(503, "still_ingesting")),
                    1 => Fault("stream half an event", Answers.Stream(Answers.End(), [.. events.SkipLast(1), half])),
                    2 => Fault("stream reset", Answers.Stream(Answers.Reset(), [.. events])),
                    3 => Fault("stream silent", Answers.Stream(Answers.Silence(), [.. events])),
                    4 => Fault("stream error", Answers.Stream(Answers.End(), [.. events, "event: error\ndata: x\n\n"])),
                    _ => Fault("stream closed", Answers.Stream(Answers.End(), [.. events, SseText.Bye])),
                }
            )(context);
        }

        /// <summary>Pages never show all at once, so that the rest must come by the stream.</summary>
        private int Visible(int from) => Math.Min(Records, from + Next(30));

        private string Record(int n) =>
            Poisoned.Contains(n) ? With(Payment(Id(n)), ("amount", "a lot")).Text() : Payment(Id(n)).Text();

        private static (int From, int Limit) Asked(HttpContext context)
        {
            var query = context.Request.Query;
            var cursor = long.Parse(query["cursor"]!, CultureInfo.InvariantCulture);
            return ((int)(cursor - Id(0)), int.Parse(query["limit"]!, CultureInfo.InvariantCulture));
        }

        private RequestDelegate Fault(string name, RequestDelegate answer)
        {
            Faults.AddOrUpdate(name, 1, (_, n) => n + 1);
            return answer;
        }

        private int Next(int below)
        {
            lock (_gate)
            {
                return _random.Next(below);
            }
        }
    }
}

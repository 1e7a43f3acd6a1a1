using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Anchor.Hathor.Node;
using Anchor.Hosting.Sync;
using Anchor.Ledgers.Hathor;
using Anchor.Ledgers.Hathor.WalletService;
using Anchor.Sandbox.Hathor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Hathor.Tests;

public sealed class WalletServiceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Of AWS' own test suite for Signature Version 4.
    [Theory]
    [InlineData("GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void Requests_are_signed_as_the_published_vectors_say(string method, string signature)
    {
        var header = AwsSignature.Of(
            method,
            "/",
            "",
            [("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")],
            [],
            new AwsCredentials("us-east-1", "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            "service",
            new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero)
        );

        Assert.EndsWith($"Signature={signature}", header, StringComparison.Ordinal);
        Assert.Contains("SignedHeaders=host;x-amz-date", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SINGLE_CHAIN_BLOCKS_AND_TRANSACTIONS.1")]
    [InlineData("REORG.1")]
    [InlineData("DEEP_REORG.s3.n20.d5.t2")]
    public async Task A_service_that_fails_and_hangs_has_every_block_of_the_best_chain_with_what_it_confirms_before_it(
        string name
    )
    {
        var recording = Recordings.Load(name);
        var node = new RecordedNode(recording);
        await using var host = await RecordedNodeHost.StartAsync(node, cancellationToken: Stop);
        await using var service = await StandInService.StartAsync(node);
        using var http = new HttpClient();
        var options = new HathorNodeOptions { Url = host.Url };
        var network = new HathorNetwork("unittests", options, new HathorNodeClient(http, options, TimeProvider.System));
        var serviceOptions = new WalletServiceOptions(service.Url, "hathor-wallet-service-local-", null)
        {
            RequestTimeout = TimeSpan.FromMilliseconds(300),
        };
        using var follower = new BlockWalker(
            network,
            new WalletServiceSink(new WalletServiceClient(http, serviceOptions, TimeProvider.System), serviceOptions),
            new WalkOptions(),
            new Doorbell(options, TimeProvider.System, NullLogger<Doorbell>.Instance)
        );

        while (node.MoveOn())
        {
            await UntilDoneAsync(follower);
        }

        Assert.True(service.Failures > 3, $"{service.Failures} failures");
        var recorded = recording
            .Events.Select(e => e.Event.Vertex)
            .OfType<Vertices.HathorVertex>()
            .GroupBy(vertex => vertex.Id)
            .ToDictionary(group => group.Key, group => group.Last());
        var best = recorded.Values.Where(v => v is { IsBlock: true, IsVoided: false }).OrderBy(v => v.Height).ToList();
        Assert.Equal(best.Select(block => block.Id), service.Chain);
        Assert.Equal(
            recorded
                .Values.Where(v => v is { IsBlock: false, IsVoided: false, Parents.IsEmpty: false })
                .Select(v => v.Id)
                .Order(),
            service.Transactions.Keys.Order()
        );
    }

    private static async Task UntilDoneAsync(BlockWalker follower)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RecordingCheck.CatchUpAsync(follower, Stop);
                return;
            }
            catch (HathorException) when (attempt < 20)
            {
                // As the grain's driver does.
            }
        }
    }

    /// <summary>A wallet service that keeps what it is told, and every so often fails, hangs, or does what it was told and then fails to say so.</summary>
    private sealed class StandInService(WebApplication app) : IAsyncDisposable
    {
        private readonly Lock _gate = new();
        private int _calls;

        public List<string> Chain { get; } = [];

        public ConcurrentDictionary<string, long?> Transactions { get; } = new();

        public int Failures { get; private set; }

        public Uri Url => new(app.Urls.First());

        public static async Task<StandInService> StartAsync(RecordedNode node)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            var service = new StandInService(app);
            service.Chain.Add(node.Recording.Events.First(e => e.Event.Vertex is { IsBlock: true }).Event.Vertex!.Id);
            app.MapPost(
                "/2015-03-31/functions/{function}/invocations",
                (HttpContext context, string function) => service.HandleAsync(context, function, node)
            );
            await app.StartAsync(Stop);
            return service;
        }

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        private async Task HandleAsync(HttpContext context, string function, RecordedNode node)
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body))!["body"]!.AsObject();
            var call = Interlocked.Increment(ref _calls);
            if (call % 7 == 3)
            {
                Failures++;
                await AnswerAsync(context, 500, new JsonObject { ["success"] = false, ["message"] = "busy" });
                return;
            }

            if (call % 29 == 11)
            {
                // Hangs until nobody waits any more.
                Failures++;
                var gone = new TaskCompletionSource();
                await using var registration = context.RequestAborted.Register(gone.SetResult);
                await gone.Task;
                return;
            }

            var answer = Do(function["hathor-wallet-service-local-".Length..], body, node);
            if (call % 7 == 5)
            {
                // Done, but nobody hears of it.
                Failures++;
                context.Abort();
                return;
            }

            await AnswerAsync(context, 200, answer);
        }

        private JsonObject Do(string function, JsonObject body, RecordedNode node)
        {
            lock (_gate)
            {
                switch (function)
                {
                    case "onNewTxRequest":
                        Take(body);
                        break;
                    case "onHandleReorgRequest":
                        var best = node
                            .Recording.Events.Take(node.Seen)
                            .Select(e => e.Event.Vertex)
                            .Where(v => v is { IsBlock: true })
                            .GroupBy(v => v!.Id)
                            .Where(g => !g.Last()!.IsVoided)
                            .Select(g => g.Key)
                            .ToHashSet();
                        Chain.RemoveAll(id => !best.Contains(id));
                        foreach (var id in Transactions.Where(t => t.Value >= Chain.Count).Select(t => t.Key))
                        {
                            Transactions[id] = null;
                        }

                        break;
                    case "getLatestBlock":
                        return new JsonObject
                        {
                            ["success"] = true,
                            ["block"] = new JsonObject { ["txId"] = Chain[^1], ["height"] = Chain.Count - 1 },
                        };
                }

                return new JsonObject { ["success"] = true };
            }
        }

        private void Take(JsonObject tx)
        {
            var id = tx["tx_id"]!.GetValue<string>();
            if (tx["version"]!.GetValue<int>() is not (0 or 3 or 5))
            {
                Transactions[id] = tx["height"]?.GetValue<long>();
            }
            else if (!Chain.Contains(id))
            {
                Assert.Equal(Chain[^1], tx["parents"]![0]!.GetValue<string>());
                Chain.Add(id);
            }
        }

        private static Task AnswerAsync(HttpContext context, int status, JsonObject body) =>
            context.Response.WriteAsync(
                new JsonObject { ["statusCode"] = status, ["body"] = body.ToJsonString() }.ToJsonString()
            );
    }
}

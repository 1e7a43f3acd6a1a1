using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Anchor.Protocols.Tests.Horizon;

/// <summary>A request as the stub saw it.</summary>
internal sealed record SeenRequest(
    string Method,
    string Path,
    IQueryCollection Query,
    string? LastEventId,
    bool Streams
)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A Horizon on a free port that does what a test scripted for each path: the answers in turn, the last one for ever.</summary>
internal sealed class HorizonStub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Script> _scripts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SeenRequest> _requests = new();
    private WebApplication? _app;

    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    public Uri Url { get; private set; } = new("http://localhost");

    public static async Task<HorizonStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new HorizonStub { _app = builder.Build() };
        stub._app.Run(stub.AnswerAsync);
        await stub._app.StartAsync();
        var addresses = stub._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        stub.Url = new Uri(addresses!.Addresses.Single());
        return stub;
    }

    /// <summary>Scripts GET (or POST) of a path; a path that streams is scripted apart, as "SSE path".</summary>
    public HorizonStub On(string path, params RequestDelegate[] answers)
    {
        _scripts[path] = new Script(answers);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await _app.StopAsync(now.Token);
            await _app.DisposeAsync();
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var streams = request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal);
        var path = request.Path.Value!;
        _requests.Enqueue(
            new SeenRequest(
                request.Method,
                path,
                request.Query,
                request.Headers["Last-Event-ID"].FirstOrDefault(),
                streams
            )
        );
        return _scripts.TryGetValue(streams ? $"SSE {path}" : path, out var script)
            ? script.Next()(context)
            : Answers.Problem(404, "not_found")(context);
    }

    private sealed class Script(RequestDelegate[] answers)
    {
        private int _next = -1;

        public RequestDelegate Next() => answers[Math.Min(Interlocked.Increment(ref _next), answers.Length - 1)];
    }
}

using System.Globalization;
using Anchor.Sandbox.History;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Anchor.Sandbox.Horizon;

/// <summary>Streams a list as server-sent events, in Horizon's manner, but told of each new ledger instead of asking every five seconds.</summary>
internal static class HistoryStream
{
    private static readonly byte[] Hello = "retry: 1000\nevent: open\ndata: \"hello\"\n\n"u8.ToArray();
    private static readonly byte[] Byebye = "retry: 10\nevent: close\ndata: \"byebye\"\n\n"u8.ToArray();
    private static readonly byte[] Error = "event: error\ndata: Unexpected stream error\n\n"u8.ToArray();

    private static readonly TimeSpan DropDelay = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync<T>(HorizonRequest request, HistoryFeed<T> feed, long cursor, int limit)
        where T : class, IHistoryRecord
    {
        var (http, network) = (request.Http, request.Network);
        var stopping =
            http.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        using var lifetime = new CancellationTokenSource(network.Options.StreamLifetime, network.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, lifetime.Token);
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        var stream = new Stream<T>(request, feed, limit);
        try
        {
            await http.Response.Body.WriteAsync(Hello, ended.Token);
            await http.Response.Body.FlushAsync(ended.Token);
            cursor = stream.Begin(cursor);
            var incarnation = network.Incarnation;
            while (true)
            {
                var changed = network.Changed;
                if (network.Incarnation != incarnation)
                {
                    // The history that was streamed is gone, and its Horizon with it.
                    http.Abort();
                    return;
                }

                cursor = await stream.SendAsync(cursor, ended.Token);
                if (stream.IsOver)
                {
                    break;
                }

                try
                {
                    await changed.WaitAsync(either.Token);
                }
                catch (OperationCanceledException)
                    when (lifetime.IsCancellationRequested && !ended.IsCancellationRequested)
                {
                    break;
                }
            }

            if (!stream.IsBroken)
            {
                await http.Response.Body.WriteAsync(Byebye, ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, or the server stops: there is nobody to say goodbye to.
        }
    }

    private sealed class Stream<T>(HorizonRequest request, HistoryFeed<T> feed, int limit)
        where T : class, IHistoryRecord
    {
        private readonly SandboxFaults _faults = request.Network.Faults;
        private readonly bool _withFailed =
            request.Network.Faults.Strike(SandboxFaultKind.StreamFailedTransactions, request.Path) is not null;
        private int _left = limit;

        public bool IsOver => _left <= 0 || IsBroken;

        public bool IsBroken { get; private set; }

        /// <summary>Decides what this stream as a whole does wrong.</summary>
        public long Begin(long cursor)
        {
            if (_faults.Strike(SandboxFaultKind.StreamByebye, request.Path) is { } byebye)
            {
                _left = Math.Min(_left, byebye.Size);
            }

            return _faults.Strike(SandboxFaultKind.StreamReplay, request.Path) is { } replay
                ? feed.After(0, cursor + 1).TakeLast(replay.Size).FirstOrDefault()?.Id - 1 ?? cursor
                : cursor;
        }

        /// <summary>Sends what is new and returns the new cursor.</summary>
        public async Task<long> SendAsync(long cursor, CancellationToken cancellationToken)
        {
            var body = request.Http.Response.Body;
            var sent = false;
            foreach (var record in feed.After(cursor, HistoryFeed<T>.EndOf(request.Network)))
            {
                if (!_withFailed && feed.IsFailed(record))
                {
                    continue;
                }

                var message = Event(record.Id, hal => feed.Write(hal, record));
                if (await BreaksAsync(message, cancellationToken))
                {
                    IsBroken = true;
                    return cursor;
                }

                await body.WriteAsync(message, cancellationToken);
                if (_faults.Strike(SandboxFaultKind.StreamDuplicate, request.Path) is not null)
                {
                    await body.WriteAsync(message, cancellationToken);
                }

                cursor = record.Id;
                if (
                    feed.UnknownAfter(record) is { } unknown
                    && _faults.Strike(SandboxFaultKind.UnknownOperation, request.Path) is not null
                )
                {
                    await body.WriteAsync(Event(unknown, hal => feed.WriteUnknown(hal, record)), cancellationToken);
                    cursor = unknown;
                }

                sent = true;
                if (--_left <= 0)
                {
                    break;
                }
            }

            if (sent)
            {
                await body.FlushAsync(cancellationToken);
            }

            return cursor;
        }

        private async Task<bool> BreaksAsync(byte[] message, CancellationToken cancellationToken)
        {
            var http = request.Http;
            if (_faults.Strike(SandboxFaultKind.StreamDrop, request.Path) is not null)
            {
                await http.Response.Body.WriteAsync(message.AsMemory(0, message.Length / 2), cancellationToken);
                await http.Response.Body.FlushAsync(cancellationToken);
                // A broken connection forgets what it has not sent yet, and half an event must arrive.
                await Task.Delay(DropDelay, TimeProvider.System, cancellationToken);
                http.Abort();
                return true;
            }

            if (_faults.Strike(SandboxFaultKind.StreamError, request.Path) is not null)
            {
                await http.Response.Body.WriteAsync(Error, cancellationToken);
                return true;
            }

            if (_faults.Strike(SandboxFaultKind.StreamSilence, request.Path) is not null)
            {
                await http.Response.Body.FlushAsync(cancellationToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, request.Network.Options.Time, cancellationToken);
            }

            return false;
        }

        private byte[] Event(long id, Action<HalWriter> write) =>
            [
                .. System.Text.Encoding.ASCII.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"id: {id}\ndata: ")
                ),
                .. HorizonRequest.Json(request.BaseUrl, write),
                .. "\n\n"u8,
            ];
    }
}

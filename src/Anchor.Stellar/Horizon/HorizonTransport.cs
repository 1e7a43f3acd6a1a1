using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Anchor.Stellar.Horizon;

/// <summary>An answer, whole.</summary>
internal sealed record HorizonReply(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (!IsSuccess)
        {
            throw HorizonFaults.From(this);
        }

        try
        {
            return JsonSerializer.Deserialize(Body, type) ?? throw HorizonFaults.Unreadable(this, null);
        }
        catch (JsonException e)
        {
            throw HorizonFaults.Unreadable(this, e);
        }
    }
}

/// <summary>Sends requests within their time, and counts how they ended.</summary>
internal sealed class HorizonTransport(
    HttpClient http,
    HorizonOptions options,
    TimeProvider time,
    HorizonMetrics metrics
)
{
    private readonly Uri _root = options.Root;

    public Task<HorizonReply> GetAsync(string path, CancellationToken cancellationToken) =>
        GetAsync(new Uri(_root, path), cancellationToken);

    public async Task<HorizonReply> GetAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return await SendAsync(request, cancellationToken);
    }

    public async Task<HorizonReply> PostFormAsync(
        string path,
        KeyValuePair<string, string> field,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_root, path))
        {
            Content = new FormUrlEncodedContent([field]),
        };
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Opens an event stream; only the answer's head is under the request time-out.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(
        string path,
        long cursor,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_root, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Add("Last-Event-ID", cursor.ToString());
        return await WithinTimeAsync(
            async token =>
            {
                var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
                if (
                    response is
                    { StatusCode: HttpStatusCode.OK, Content.Headers.ContentType.MediaType: "text/event-stream" }
                )
                {
                    metrics.Answered((int)response.StatusCode);
                    return response;
                }

                using (response)
                {
                    var reply = await ReadAsync(response, token);
                    throw reply.IsSuccess ? HorizonFaults.Unreadable(reply, null) : HorizonFaults.From(reply);
                }
            },
            cancellationToken
        );
    }

    private Task<HorizonReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        WithinTimeAsync(
            async token =>
            {
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
                var reply = await ReadAsync(response, token);
                metrics.Answered((int)reply.Status);
                return reply;
            },
            cancellationToken
        );

    private async Task<HorizonReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(options.MaxBodyBytes, cancellationToken);
        return new HorizonReply(
            response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(cancellationToken),
            HorizonFaults.RetryAfter(response.Headers)
        );
    }

    private async Task<T> WithinTimeAsync<T>(
        Func<CancellationToken, Task<T>> exchange,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await exchange(either.Token);
        }
        catch (HorizonException e)
        {
            metrics.Failed(e.Failure);
            throw;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            metrics.Failed(HorizonFailure.TimedOut);
            throw new HorizonException(HorizonFailure.TimedOut, "Horizon did not answer in time", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            metrics.Failed(HorizonFailure.Unreachable);
            throw new HorizonException(HorizonFailure.Unreachable, $"Horizon cannot be reached: {e.Message}", e);
        }
    }
}

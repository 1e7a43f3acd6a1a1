using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Anchor.Ethereum.JsonRpc;

/// <summary>JSON-RPC 2.0 over HTTP: one question, one answer, in a bounded time.</summary>
internal sealed class JsonRpcConnection(HttpClient http, EthereumClientOptions options, TimeProvider time)
{
    private long _lastId;

    /// <summary>A question that changes nothing: repeated when no proper answer came.</summary>
    public async Task<T?> ReadAsync<T>(
        string method,
        JsonArray arguments,
        JsonTypeInfo<T> answer,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await AskAsync(method, arguments, answer, cancellationToken);
            }
            catch (NodeUnavailableException) when (attempt < options.Retries)
            {
                await Task.Delay(options.RetryPause * (1 << attempt), time, cancellationToken);
            }
        }
    }

    /// <summary>Asked exactly once.</summary>
    public async Task<T?> AskAsync<T>(
        string method,
        JsonArray arguments,
        JsonTypeInfo<T> answer,
        CancellationToken cancellationToken
    )
    {
        var id = Interlocked.Increment(ref _lastId);
        var body = await PostAsync(method, Question(id, method, arguments), cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(method, id, document.RootElement, answer);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new NodeUnavailableException($"{method}: the node's answer makes no sense: {e.Message}", e);
        }
    }

    private async Task<byte[]> PostAsync(string method, byte[] question, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var content = new ByteArrayContent(question);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.PostAsync(options.Endpoint, content, bounded.Token);
            // Some nodes send their errors with 4xx and 5xx; where the body is no JSON-RPC, the status says more.
            return response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType == "application/json"
                ? await response.Content.ReadAsByteArrayAsync(bounded.Token)
                : throw new NodeUnavailableException($"{method}: the node answered with {(int)response.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new NodeUnavailableException($"{method}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeUnavailableException($"{method}: no answer in {options.Timeout}.", e);
        }
    }

    private static byte[] Question(long id, string method, JsonArray arguments)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", id);
            writer.WriteString("method", method);
            writer.WritePropertyName("params");
            arguments.WriteTo(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static T? Read<T>(string method, long id, JsonElement root, JsonTypeInfo<T> answer)
    {
        if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            throw new NodeRefusalException(
                method,
                error.TryGetProperty("code", out var code) && code.TryGetInt64(out var number) ? number : 0,
                error.TryGetProperty("message", out var message) ? message.ToString() : "",
                DataOf(error)
            );
        }

        if (root.GetProperty("id").GetInt64() != id)
        {
            throw new JsonException("It belongs to another question.");
        }

        return root.GetProperty("result").Deserialize(answer);
    }

    /// <summary>Nodes put a revert's data into the error as text, or into an object around it.</summary>
    private static byte[] DataOf(JsonElement error)
    {
        if (!error.TryGetProperty("data", out var data))
        {
            return [];
        }

        if (data.ValueKind == JsonValueKind.Object && !data.TryGetProperty("data", out data))
        {
            return [];
        }

        return data.ValueKind == JsonValueKind.String && Hex.TryParse(data.GetString()) is { } bytes ? bytes : [];
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Anchor.Hathor;

namespace Anchor.Ledgers.Hathor.WalletService;

/// <summary>
/// Calls the functions of a wallet service over the Lambda invoke API. What goes there is <c>{"body": ...}</c>, what comes is
/// <c>{"statusCode", "body"}</c> with the body as text in the JSON.
/// </summary>
public sealed class WalletServiceClient(HttpClient http, WalletServiceOptions options, TimeProvider time)
{
    /// <summary>The body of a function's answer.</summary>
    /// <exception cref="HathorException">It failed, hung, or answered something else.</exception>
    public async Task<JsonObject> InvokeAsync(
        string function,
        JsonNode body,
        TimeSpan takes,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(takes, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = Request(function, new JsonObject { ["body"] = body });
            using var response = await http.SendAsync(request, bounded.Token);
            var text = await response.Content.ReadAsStringAsync(bounded.Token);
            return response.IsSuccessStatusCode
                ? Read(function, text)
                : throw new HathorException($"{function} of the wallet service answered {(int)response.StatusCode}.");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HathorException($"{function} of the wallet service did not answer in time.", e);
        }
        catch (HttpRequestException e)
        {
            throw new HathorException($"The wallet service at {options.Endpoint} cannot be reached: {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new HathorException($"{function} of the wallet service answered what cannot be read.", e);
        }
    }

    private static JsonObject Read(string function, string text)
    {
        var answer = JsonNode.Parse(text)?.AsObject() ?? [];
        var body = JsonNode.Parse(answer["body"]?.GetValue<string>() ?? "null")?.AsObject() ?? [];
        return answer["statusCode"]?.GetValue<int>() == 200 && body["success"]?.GetValue<bool>() == true
            ? body
            : throw new HathorException(
                $"{function} of the wallet service failed: {body["message"] ?? "no reason given"}."
            );
    }

    private HttpRequestMessage Request(string function, JsonObject payload)
    {
        var path = $"/2015-03-31/functions/{Uri.EscapeDataString(options.FunctionPrefix + function)}/invocations";
        var bytes = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(payload, JsonSerializerOptions.Default);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Endpoint, path))
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("X-Amz-Invocation-Type", "RequestResponse");
        if (options.Credentials is { } credentials)
        {
            var now = time.GetUtcNow();
            var stamp = AwsSignature.Time(now);
            request.Headers.TryAddWithoutValidation("X-Amz-Date", stamp);
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                AwsSignature.Of(
                    "POST",
                    path,
                    "",
                    [
                        ("content-type", "application/json"),
                        ("host", options.Endpoint.Authority),
                        ("x-amz-date", stamp),
                        ("x-amz-invocation-type", "RequestResponse"),
                    ],
                    bytes,
                    credentials,
                    "lambda",
                    now
                )
            );
        }

        return request;
    }
}

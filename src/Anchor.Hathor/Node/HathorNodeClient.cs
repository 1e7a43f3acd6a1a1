using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Anchor.Hathor.Vertices;

namespace Anchor.Hathor.Node;

/// <summary>
/// The HTTP API of a full node. What passes by itself (no connection, no answer, 429, 5xx) is tried again with growing pauses until a
/// budget of time is spent; nothing is cached, since all metadata change.
/// </summary>
public sealed class HathorNodeClient(HttpClient http, HathorNodeOptions options, TimeProvider time)
{
    private readonly RateLimit _limit = new(options.RequestsPerSecond, options.Burst, time);
    private long _retries;

    /// <summary>How often a request was repeated.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    public Task<NodeVersion> GetVersionAsync(CancellationToken cancellationToken) =>
        GetAsync(
            "version",
            "version",
            static json => new NodeVersion(
                json.GetProperty("version").GetString()!,
                json.GetProperty("network").GetString()!,
                json.GetProperty("reward_spend_min_blocks").GetInt32(),
                json.TryGetProperty("genesis_block_hash", out var hash) ? hash.GetString() : null
            ),
            cancellationToken
        );

    public Task<NodeStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        GetAsync(
            "status",
            "status",
            static json =>
            {
                var dag = json.GetProperty("dag");
                var best = dag.GetProperty("best_block");
                return new NodeStatus(
                    new BlockPlace(best.GetProperty("height").GetInt64(), best.GetProperty("hash").GetString()!),
                    dag.TryGetProperty("best_blockchain", out var chain)
                        ?
                        [
                            .. chain
                                .EnumerateArray()
                                .Select(place => new BlockPlace(place[0].GetInt64(), place[1].GetString()!)),
                        ]
                        : []
                );
            },
            cancellationToken
        );

    /// <summary>The block at a height of the best chain; null above its end.</summary>
    /// <param name="withTransactions">Whether what it confirms is asked for too, in the same call.</param>
    public Task<NodeBlock?> GetBlockAtHeightAsync(
        long height,
        bool withTransactions,
        CancellationToken cancellationToken
    ) =>
        GetAsync(
            "block_at_height",
            $"block_at_height?height={height}{(withTransactions ? "&include_transactions=full" : "")}",
            static json =>
                !json.GetProperty("success").GetBoolean()
                    ? null
                    : new NodeBlock(
                        VertexReader.FromExtended(json.GetProperty("block")),
                        json.TryGetProperty("transactions", out var transactions)
                        && transactions.ValueKind == JsonValueKind.Array
                            ? [.. transactions.EnumerateArray().Select(VertexReader.FromExtended)]
                            : null
                    ),
            cancellationToken
        );

    /// <summary>A vertex as it stands now, voided ones too; null if the node does not know it.</summary>
    public Task<HathorVertex?> GetTransactionAsync(string id, CancellationToken cancellationToken) =>
        GetAsync(
            "transaction",
            $"transaction?id={id}",
            static json => json.GetProperty("success").GetBoolean() ? VertexReader.FromTransaction(json) : null,
            cancellationToken
        );

    /// <summary>The block that arrived last, which is perhaps none of the best chain.</summary>
    public Task<HathorVertex?> GetNewestBlockAsync(CancellationToken cancellationToken) =>
        GetAsync(
            "transaction",
            "transaction?type=block&count=1",
            static json =>
                json.GetProperty("transactions") is var list && list.GetArrayLength() > 0
                    ? VertexReader.FromExtended(list[0])
                    : null,
            cancellationToken
        );

    /// <summary>The transactions that no block confirms, by time; a node names 100 at most.</summary>
    public Task<ImmutableArray<string>> GetMempoolAsync(CancellationToken cancellationToken) =>
        GetAsync<ImmutableArray<string>>(
            "mempool",
            "mempool",
            static json => [.. json.GetProperty("transactions").EnumerateArray().Select(id => id.GetString()!)],
            cancellationToken
        );

    /// <summary>The newest event of the node's queue; -1 while it is empty.</summary>
    public Task<long> GetLatestEventAsync(CancellationToken cancellationToken) =>
        GetAsync(
            "event",
            "event?size=1",
            static json =>
                json.GetProperty("latest_event_id") is { ValueKind: JsonValueKind.Number } id ? id.GetInt64() : -1,
            cancellationToken
        );

    private async Task<T> GetAsync<T>(
        string kind,
        string path,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken
    )
    {
        var since = time.GetTimestamp();
        for (
            var pause = options.FirstRetry;
            ;
            pause = pause * 2 < options.LongestRetry ? pause * 2 : options.LongestRetry
        )
        {
            try
            {
                return await OnceAsync(kind, path, read, cancellationToken);
            }
            catch (HttpRequestException e)
                when (IsPassing(e) && time.GetElapsedTime(since) + pause < options.RetryBudget)
            {
                Interlocked.Increment(ref _retries);
            }
            catch (HttpRequestException e)
            {
                throw new HathorException($"{new Uri(options.Url, path)} does not answer: {e.Message}", e);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<T> OnceAsync<T>(
        string kind,
        string path,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken
    )
    {
        await _limit.WaitAsync(kind, cancellationToken);
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await http.GetAsync(
                new Uri(options.Url, path),
                HttpCompletionOption.ResponseHeadersRead,
                bounded.Token
            );
            if (!response.IsSuccessStatusCode)
            {
                throw new HttpRequestException($"status {(int)response.StatusCode}", null, response.StatusCode);
            }

            await using var body = await response.Content.ReadAsStreamAsync(bounded.Token);
            using var document = await JsonDocument.ParseAsync(body, default, bounded.Token);
            return read(document.RootElement);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("no answer in time", e);
        }
        catch (IOException e)
        {
            throw new HttpRequestException("the connection broke", e);
        }
        catch (JsonException e)
        {
            // A body that ends early is no JSON either.
            throw new HttpRequestException("the answer is no JSON", e);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HathorException($"{kind} of the node's cannot be read: {e.Message}", e);
        }
    }

    private static bool IsPassing(HttpRequestException e) =>
        e.StatusCode
            is null
                or HttpStatusCode.TooManyRequests
                or HttpStatusCode.RequestTimeout
                or >= HttpStatusCode.InternalServerError;
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Anchor.Api.Operator;

namespace Anchor.Silo.Operator;

/// <summary>
/// A command's way to the installation: the server that runs, or the one at <c>OPERATOR_URL</c>, or, where none runs, the anchor hosted in
/// this process until the link is disposed. Whoever holds the installation may come and go between two calls.
/// </summary>
internal sealed class OperatorLink : IAsyncDisposable
{
    private const int RepeatsAfterLostAnswer = 3;

    /// <summary>How long somebody may take to start or to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StatusTakes = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Whoever waits for long must not take the machine from the one that is waited for.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly LinkSettings _settings;
    private readonly bool _hosts;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private HostedAnchor? _hosted;
    private OperatorAddress? _known;

    private OperatorLink(LinkSettings settings, bool hosts, TimeProvider time)
    {
        (_settings, _hosts, _time) = (settings, hosts, time);
        // A proxy of the environment's is for the world, not for this machine.
        var handler = new SocketsHttpHandler { UseProxy = settings.RemoteUrl is { IsLoopback: false } };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Opens a link; nobody is called yet.</summary>
    /// <param name="hosts">Whether the anchor may be hosted here where no server runs; if not, one is waited for.</param>
    /// <exception cref="Anchor.Hosting.Configuration.AnchorConfigurationException">Something is configured wrong.</exception>
    public static OperatorLink Open(bool hosts = true) => new(LinkSettings.Load(), hosts, TimeProvider.System);

    /// <summary>Whether the anchor lives in this process, and ends what it is doing when this link is disposed.</summary>
    public bool IsHosting => _hosted is not null;

    /// <summary>Whether a server waits for the data that this process holds: what it leaves undone, the server will do.</summary>
    public bool IsServerWaiting => IsHosting && ServerClaim.IsTaken(_settings.DataFolder);

    /// <summary>The Horizon that is configured here; null to use the server's.</summary>
    public Uri? Horizon => _settings.Horizon;

    public Task<TAnswer> GetAsync<TAnswer>(
        string path,
        JsonTypeInfo<TAnswer> answer,
        CancellationToken cancellationToken
    ) => SendAsync(HttpMethod.Get, path, static () => null, answer, isRepeatable: true, cancellationToken);

    /// <summary>Asks for an act that needs no more than its path.</summary>
    public Task<TAnswer> PostAsync<TAnswer>(
        string path,
        JsonTypeInfo<TAnswer> answer,
        bool isRepeatable,
        CancellationToken cancellationToken
    ) => SendAsync(HttpMethod.Post, path, static () => null, answer, isRepeatable, cancellationToken);

    /// <summary>Asks for an act.</summary>
    /// <param name="path">Below the server's address: <c>operator/assets</c>.</param>
    /// <param name="body">What is sent, of type <paramref name="bodyType"/>.</param>
    /// <param name="answer">The type of the answer.</param>
    /// <param name="isRepeatable">Whether doing it twice is as good as once: it is then asked again if the answer was lost.</param>
    /// <exception cref="OperatorRefusedException">It was refused.</exception>
    /// <exception cref="OperatorUnreachableException">Nobody could be asked, or the answer was lost.</exception>
    public Task<TAnswer> PostAsync<TBody, TAnswer>(
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> answer,
        bool isRepeatable,
        CancellationToken cancellationToken
    ) =>
        SendAsync(
            HttpMethod.Post,
            path,
            () => JsonContent.Create(body, bodyType),
            answer,
            isRepeatable,
            cancellationToken
        );

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_hosted is not null)
        {
            await _hosted.DisposeAsync();
        }
    }

    private async Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method,
        string path,
        Func<HttpContent?> content,
        JsonTypeInfo<TAnswer> answer,
        bool isRepeatable,
        CancellationToken cancellationToken
    )
    {
        var since = _time.GetTimestamp();
        for (var lost = 0; ; )
        {
            var server = await FindAsync(cancellationToken);
            string? trouble = null;
            try
            {
                using var request = Request(method, server, path);
                request.Content = content();
                using var response = await _http.SendAsync(request, cancellationToken);
                trouble = TroubleOf(response.StatusCode);
                if (trouble is null)
                {
                    return await ReadAsync(response, answer, cancellationToken);
                }
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                trouble = "does not answer";
            }
            catch (Exception e)
                when (e is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
            {
                if (!isRepeatable || ++lost > RepeatsAfterLostAnswer)
                {
                    throw new OperatorUnreachableException(
                        $"The answer of the server at {server.Url} was lost; what was asked of it may be done, or not.",
                        e
                    );
                }
            }

            _known = null;
            if (trouble is not null && _time.GetElapsedTime(since) > Patience)
            {
                throw new OperatorUnreachableException($"The server at {server.Url} {trouble}.");
            }

            await Task.Delay(Pause, _time, cancellationToken);
        }
    }

    /// <summary>What passes when whoever comes next has written its address.</summary>
    private string? TroubleOf(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.ServiceUnavailable => "is stopping",
            HttpStatusCode.Unauthorized when _settings.RemoteUrl is null => "does not know its own token",
            _ => null,
        };

    private async Task<OperatorAddress> FindAsync(CancellationToken cancellationToken)
    {
        if (_settings.RemoteUrl is { } remote)
        {
            return new OperatorAddress(remote, _settings.RemoteToken!, 0, OperatorRole.Server);
        }

        if ((_hosted?.Address ?? _known) is { } known)
        {
            return known;
        }

        var since = _time.GetTimestamp();
        for (var pause = Pause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var written = OperatorAddress.Read(_settings.AddressFile);
            if (written is not null && await AnswersAsync(written, cancellationToken))
            {
                return _known = written;
            }

            if (
                _hosts
                && !ServerClaim.IsTaken(_settings.DataFolder)
                && await HostedAnchor.TryStartAsync(cancellationToken) is { } hosted
            )
            {
                _hosted = hosted;
                return hosted.Address;
            }

            if (_time.GetElapsedTime(since) > Patience)
            {
                throw new OperatorUnreachableException(WhyNobody(written));
            }

            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    /// <summary>Whether the process that wrote the file is there: after a crash its port may be somebody else's.</summary>
    private async Task<bool> AnswersAsync(OperatorAddress written, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StatusTakes);
        try
        {
            using var request = Request(HttpMethod.Get, written, "operator/status");
            using var response = await _http.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode
                && await response.Content.ReadFromJsonAsync(OperatorJson.Default.OperatorStatus, limit.Token)
                    is { } status
                && status.ProcessId == written.ProcessId;
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or JsonException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            return false;
        }
    }

    private string WhyNobody(OperatorAddress? written) =>
        !_hosts ? $"No server runs: {_settings.AddressFile} names none that answers."
        : written is null
            ? "Another process holds the data and does not say where it can be reached; it did not end in time."
        : $"Process {written.ProcessId} holds the data and does not answer at {written.Url}.";

    private static HttpRequestMessage Request(HttpMethod method, OperatorAddress server, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(server.Url, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        return request;
    }

    private static async Task<TAnswer> ReadAsync<TAnswer>(
        HttpResponseMessage response,
        JsonTypeInfo<TAnswer> answer,
        CancellationToken cancellationToken
    )
    {
        var status = (int)response.StatusCode;
        try
        {
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync(answer, cancellationToken)
                    ?? throw new OperatorRefusedException(status, "The server answered nothing.")
                : throw new OperatorRefusedException(
                    status,
                    (
                        await response.Content.ReadFromJsonAsync(OperatorJson.Default.OperatorError, cancellationToken)
                    )?.Error
                        ?? $"The server answered {status}."
                );
        }
        catch (JsonException)
        {
            throw new OperatorRefusedException(
                status,
                $"The server answered {status} with something that is not of the operator API."
            );
        }
    }
}

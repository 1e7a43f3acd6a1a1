using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep10;

/// <summary>Reads the stellar.toml of a wallet's domain.</summary>
internal interface IClientDomainFetcher
{
    /// <summary>The text, or null with the reason if it cannot be had.</summary>
    Task<(string? Toml, string? Fault)> FetchAsync(string domain, CancellationToken cancellationToken);
}

/// <summary>
/// Fetches without being led astray: https only, no redirects, no proxy, public addresses only (checked on the address that is connected to), 100 KiB, bounded time.
/// Local mode allows http and private addresses.
/// </summary>
internal sealed class ClientDomainFetcher : IClientDomainFetcher, IDisposable
{
    private const int MaxBytes = 100 * 1024;
    private const string Path = "/.well-known/stellar.toml";

    private readonly HttpClient _http;
    private readonly bool _localMode;

    public ClientDomainFetcher(IOptions<AnchorApiOptions> options)
    {
        _localMode = options.Value.LocalMode;
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                MaxResponseHeadersLength = 16,
                ConnectCallback = ConnectAsync,
            }
        )
        {
            Timeout = options.Value.ClientAttribution.RequestTimeout,
        };
    }

    public async Task<(string? Toml, string? Fault)> FetchAsync(string domain, CancellationToken cancellationToken)
    {
        var scheme = _localMode && IsLocal(domain) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        try
        {
            using var response = await _http.GetAsync(
                new Uri($"{scheme}://{domain}{Path}"),
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            return response.StatusCode == HttpStatusCode.OK
                ? await ReadAsync(response.Content, cancellationToken)
                : (null, $"status {(int)response.StatusCode}");
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or DecoderFallbackException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return (null, e is OperationCanceledException ? "no answer in time" : "it cannot be read");
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsLocal(string domain) =>
        domain.Split(':')[0] is "localhost" || IPAddress.TryParse(domain.Split(':')[0], out _);

    private async Task<(string?, string?)> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        // The client's own timeout ends with the headers; a body that trickles must not outlast it.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_http.Timeout);
        await using var stream = await content.ReadAsStreamAsync(timeout.Token);
        var buffer = new byte[MaxBytes + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, timeout.Token);
        return length > MaxBytes
            ? (null, "it is larger than 100 KiB")
            : (new UTF8Encoding(false, true).GetString(buffer, 0, length), null);
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, address => _localMode || PublicAddresses.IsPublic(address));
        if (allowed.Length == 0)
        {
            throw new HttpRequestException("The domain has no public address.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // The addresses that were checked, not the name: a second look-up could answer differently.
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new HttpRequestException("The domain cannot be reached.", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

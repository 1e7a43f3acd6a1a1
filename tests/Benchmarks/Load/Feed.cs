using System.Globalization;
using System.Text;

namespace Anchor.Benchmarks.Load;

/// <summary>Ready-made HTTP requests in a file, for wrk's script to send.</summary>
internal static class Feed
{
    public static async Task WriteAsync(string file, IEnumerable<string> requests, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 16);
        foreach (var request in requests)
        {
            // All of them are ASCII: a character is a byte.
            await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{request.Length}\n"));
            await writer.WriteAsync(request.AsMemory(), cancellationToken);
        }
    }

    public static string Get(Uri server, string path, string? token = null) =>
        $"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{Bearer(token)}\r\n";

    public static string Post(Uri server, string path, string contentType, string body, string? token = null) =>
        $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{Bearer(token)}Content-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static string Bearer(string? token) => token is null ? "" : $"Authorization: Bearer {token}\r\n";
}

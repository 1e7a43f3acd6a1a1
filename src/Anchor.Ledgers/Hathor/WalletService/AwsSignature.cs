using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Anchor.Ledgers.Hathor.WalletService;

/// <summary>AWS Signature Version 4, as far as a POST without a query needs it.</summary>
internal static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The value of <c>Authorization</c> for a request whose signed headers are <paramref name="headers"/>, in lower case and sorted.</summary>
    public static string Of(
        string method,
        string path,
        string query,
        IReadOnlyList<(string Name, string Value)> headers,
        ReadOnlySpan<byte> body,
        AwsCredentials credentials,
        string service,
        DateTimeOffset now
    )
    {
        var time = Time(now);
        var scope = $"{time[..8]}/{credentials.Region}/{service}/aws4_request";
        var names = string.Join(';', headers.Select(header => header.Name));
        var canonical = string.Join(
            '\n',
            [
                method,
                path,
                query,
                .. headers.Select(header => $"{header.Name}:{header.Value.Trim()}"),
                "",
                names,
                Hex(SHA256.HashData(body)),
            ]
        );
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey);
        foreach (var part in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        var signature = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        return $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}";
    }

    /// <summary>The value of <c>X-Amz-Date</c>.</summary>
    public static string Time(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

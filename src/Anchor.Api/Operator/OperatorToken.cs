using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator;

/// <summary>The secret that opens <c>/operator</c> of this process.</summary>
internal sealed class OperatorToken
{
    private const string Scheme = "Bearer ";
    private const int Bytes = 32;
    private readonly byte[] _digest;

    public OperatorToken(IOptions<OperatorOptions> options, IRandom random)
    {
        Value = options.Value.Token ?? Make(random);
        _digest = Digest(Value);
    }

    public string Value { get; }

    public bool Opens(HttpRequest request) =>
        request.Headers.Authorization is [{ } header]
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && Is(header[Scheme.Length..].Trim());

    /// <summary>Digests are compared, so that the time it takes tells neither the token nor its length.</summary>
    public bool Is(string given) => CryptographicOperations.FixedTimeEquals(Digest(given), _digest);

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Make(IRandom random)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        random.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}

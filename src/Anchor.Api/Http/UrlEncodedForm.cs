using System.Globalization;
using System.Text;

namespace Anchor.Api.Http;

/// <summary>Reads <c>application/x-www-form-urlencoded</c> strictly: what is not UTF-8 after decoding is refused, where the framework's reader lets it pass as it is.</summary>
internal static class UrlEncodedForm
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The fields, or the error to answer with; exactly one is null.</summary>
    public static (RequestFields? Fields, ApiError? Error) Read(ReadOnlySpan<byte> body, int maxFields)
    {
        var fields = new RequestFields();
        var count = 0;
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            if (
                ++count > maxFields
                || !TryDecode(equals < 0 ? pair : pair[..equals], out var name)
                || !TryDecode(equals < 0 ? [] : pair[(equals + 1)..], out var value)
            )
            {
                return (null, ApiError.BadRequest("the form in the request body could not be read"));
            }

            if (fields.Add(name, value) is { } error)
            {
                return (null, error);
            }
        }

        return (fields, null);
    }

    private static bool TryDecode(ReadOnlySpan<byte> encoded, out string text)
    {
        text = "";
        var decoded = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var b = encoded[i];
            if (b == '+')
            {
                b = (byte)' ';
            }
            else if (b == '%')
            {
                if (
                    i + 2 >= encoded.Length
                    || !byte.TryParse(
                        encoded.Slice(i + 1, 2),
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture,
                        out b
                    )
                )
                {
                    return false;
                }

                i += 2;
            }

            decoded[length++] = b;
        }

        try
        {
            text = StrictUtf8.GetString(decoded, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}

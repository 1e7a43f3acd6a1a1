using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Anchor.Api.Http;

/// <summary>Reads a bounded body as JSON, form or multipart (SEP-24, "Content Type"). Files of a multipart body are not kept.</summary>
internal static class RequestBody
{
    private const int MaxFields = 200;

    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The fields, or the error to answer with; exactly one is null.</summary>
    public static async Task<(RequestFields? Fields, ApiError? Error)> ReadAsync(HttpContext context, int limit)
    {
        var request = context.Request;
        if (request.ContentLength > limit)
        {
            return (null, TooLarge(limit));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }

        if (string.IsNullOrEmpty(request.ContentType) && request.ContentLength is null or 0)
        {
            return (RequestFields.Empty, null);
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsUtf8(type))
        {
            return (null, Unsupported());
        }

        try
        {
            return type.MediaType.Value?.ToLowerInvariant() switch
            {
                "application/json" => await ReadWholeAsync(request, limit, ReadJson, context.RequestAborted),
                "application/x-www-form-urlencoded" => await ReadWholeAsync(
                    request,
                    limit,
                    static body => UrlEncodedForm.Read(body.Span, MaxFields),
                    context.RequestAborted
                ),
                "multipart/form-data" => await ReadMultipartAsync(request, limit, context.RequestAborted),
                _ => (null, Unsupported()),
            };
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge(limit));
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException or IOException)
        {
            return (null, ApiError.BadRequest("the request body could not be read"));
        }
    }

    private static async Task<(RequestFields?, ApiError?)> ReadWholeAsync(
        HttpRequest request,
        int limit,
        Func<ReadOnlyMemory<byte>, (RequestFields?, ApiError?)> read,
        CancellationToken cancellationToken
    )
    {
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.Length > limit)
            {
                reader.AdvanceTo(buffer.End);
                return (null, TooLarge(limit));
            }

            if (result.IsCompleted)
            {
                var fields = read(buffer.IsSingleSegment ? buffer.First : buffer.ToArray());
                reader.AdvanceTo(buffer.End);
                return fields;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static (RequestFields?, ApiError?) ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, JsonOptions);
            return ReadObject(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape such as \ud800 alone, or bytes that are not UTF-8. The parser lets them pass, but they are no text.
            return (null, ApiError.BadRequest("the request body is not valid JSON"));
        }
    }

    private static (RequestFields?, ApiError?) ReadObject(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, ApiError.BadRequest("the request body must be a JSON object"));
        }

        var fields = new RequestFields();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var name = property.Name;
            var value = property.Value.ValueKind switch
            {
                JsonValueKind.String => property.Value.GetString(),
                JsonValueKind.Number => property.Value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null,
            };
            var error = value is null
                ? ApiError.BadRequest($"'{name}' must be a string, a number or a boolean")
                : fields.Add(name, value);
            if (error is not null)
            {
                return (null, error);
            }
        }

        return (fields, null);
    }

    private static async Task<(RequestFields?, ApiError?)> ReadMultipartAsync(
        HttpRequest request,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var options = new FormOptions
        {
            BufferBodyLengthLimit = limit,
            MultipartBodyLengthLimit = limit,
            // Never more than the limit is held, so nothing has to go to a file.
            MemoryBufferThreshold = limit,
            ValueCountLimit = MaxFields,
            KeyLengthLimit = 256,
            ValueLengthLimit = limit,
        };
        var form = await request.ReadFormAsync(options, cancellationToken);
        var fields = new RequestFields();
        foreach (var (name, values) in form)
        {
            var error = values.Count == 1 ? fields.Add(name, values[0] ?? "") : fields.Add(name, "") ?? Twice(name);
            if (error is not null)
            {
                return (null, error);
            }
        }

        return (fields, null);
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static ApiError Twice(string name) => ApiError.BadRequest($"'{name}' is given twice");

    private static ApiError TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"the request body is larger than {limit} bytes");

    private static ApiError Unsupported() =>
        new(
            StatusCodes.Status415UnsupportedMediaType,
            "the content type must be application/json, application/x-www-form-urlencoded or multipart/form-data, in UTF-8"
        );
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Anchor.Api.Http;

/// <summary>Writes whole JSON answers: built in a buffer of the thread, sent with their length.</summary>
internal static class Reply
{
    private const int KeptBuffer = 64 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // The answers are read by programs; pages encode what they show themselves.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static Task ErrorAsync(HttpContext context, ApiError error) =>
        JsonAsync(
            context,
            error.Message,
            static (writer, message) =>
            {
                writer.WriteStartObject();
                writer.WriteString("error"u8, message);
                writer.WriteEndObject();
            },
            error.Status
        );

    /// <summary>Sends what <paramref name="write"/> writes. The writing is over before the first await, so the buffer may belong to the thread.</summary>
    public static Task JsonAsync<TState>(
        HttpContext context,
        TState state,
        Action<Utf8JsonWriter, TState> write,
        int status = StatusCodes.Status200OK
    )
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(2048);
        var writer = _writer ??= new Utf8JsonWriter(buffer, WriterOptions);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        write(writer, state);
        writer.Flush();

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
        if (buffer.Capacity > KeptBuffer)
        {
            (_buffer, _writer) = (null, null);
        }

        return response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
    }
}

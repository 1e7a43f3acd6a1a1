namespace Anchor.Api.Http;

/// <summary>A refused request: the status, and the sentence for the SEPs' <c>{"error": "…"}</c>.</summary>
internal sealed record ApiError(int Status, string Message)
{
    public static ApiError BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    public static ApiError Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);

    public static ApiError NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    public static ApiError Unavailable(string message) => new(StatusCodes.Status503ServiceUnavailable, message);
}

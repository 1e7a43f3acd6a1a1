using Microsoft.Extensions.Primitives;

namespace Anchor.Api.Http;

/// <summary>Reads parameters of the query string.</summary>
internal static class QueryFields
{
    /// <summary>The parameter, or null if it is absent or empty. One that is given twice counts as its first value.</summary>
    public static string? Field(this HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out StringValues values)
        && values.Count > 0
        && values[0] is { Length: > 0 } value
            ? value
            : null;
}

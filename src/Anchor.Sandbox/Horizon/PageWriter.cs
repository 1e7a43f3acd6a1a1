using Microsoft.AspNetCore.Http.Extensions;

namespace Anchor.Sandbox.Horizon;

/// <summary>Writes lists with their links to the next and the previous page.</summary>
internal static class PageWriter
{
    /// <summary>A page of records.</summary>
    /// <param name="records">Writes them and returns the tokens of the first and the last, null if there are none.</param>
    public static Task PageAsync(
        this HorizonRequest request,
        PageQuery page,
        Func<HalWriter, (string First, string Last)?> records
    ) =>
        request.OkAsync(hal =>
        {
            var json = hal.Json;
            json.WriteStartObject();
            json.WriteStartObject("_embedded");
            json.WriteStartArray("records");
            var ends = records(hal);
            json.WriteEndArray();
            json.WriteEndObject();
            var order = page.Descending ? "desc" : "asc";
            var back = page.Descending ? "asc" : "desc";
            json.WriteStartObject("_links");
            hal.Link("self", LinkTo(request, page, page.Cursor, order));
            hal.Link("next", LinkTo(request, page, ends?.Last ?? page.Cursor, order));
            hal.Link("prev", LinkTo(request, page, ends?.First ?? page.Cursor, back));
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>A page of entries that are sorted by their tokens.</summary>
    public static Task PageAsync<T>(
        this HorizonRequest request,
        PageQuery page,
        IEnumerable<T> entries,
        Func<T, string> token,
        Action<HalWriter, T> write
    )
    {
        var after = page.Cursor is { } cursor
            ? entries.Where(e => string.CompareOrdinal(token(e), cursor) is var c && (page.Descending ? c < 0 : c > 0))
            : entries;
        var ordered = page.Descending
            ? after.OrderByDescending(token, StringComparer.Ordinal)
            : after.OrderBy(token, StringComparer.Ordinal);
        List<T> shown = [.. ordered.Take(page.Limit)];
        return request.PageAsync(
            page,
            hal =>
            {
                shown.ForEach(entry => write(hal, entry));
                return shown.Count > 0 ? (token(shown[0]), token(shown[^1])) : null;
            }
        );
    }

    private static string LinkTo(HorizonRequest request, PageQuery page, string? cursor, string order)
    {
        var query = new QueryBuilder
        {
            { "cursor", cursor ?? "" },
            { "limit", page.Limit.ToString() },
            { "order", order },
        };
        foreach (var (name, values) in request.Http.Request.Query)
        {
            if (name is not ("cursor" or "limit" or "order"))
            {
                query.Add(name, (IEnumerable<string>)values!);
            }
        }

        return request.Path + query.ToQueryString();
    }
}

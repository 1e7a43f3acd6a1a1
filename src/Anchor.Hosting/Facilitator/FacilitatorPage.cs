using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Anchor.Domain;
using Anchor.Domain.Mosaic;

namespace Anchor.Hosting.Facilitator;

/// <summary>One page without scripts: what is wrong, how the chains and workers stand, and the requests that moved last.</summary>
internal static class FacilitatorPage
{
    private const string Head = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Facilitator</title>
        <meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5"><style>
        body{font:15px/1.4 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#222}
        table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
        code{font-size:.85em;word-break:break-all}.alarm{background:#fde8e8;padding:.4rem .8rem;margin:.3rem 0}small{color:#666}
        </style></head><body><h1>Facilitator</h1>
        """;

    public static string Render(FacilitatorLook look)
    {
        var page = new StringBuilder(Head);
        foreach (var alarm in look.Alarms)
        {
            page.Append("<p class=\"alarm\" role=\"alert\">").Append(Safe(alarm)).Append("</p>");
        }

        Table(
            page,
            "Requests by status",
            ["kind", "status", "requests", "oldest since"],
            look.Counts.Select(count =>
                (string[])[Safe(count.Kind), Safe(count.Status), Text(count.Count), Time(count.Oldest)]
            )
        );
        Table(
            page,
            "Chains",
            ["chain", "head"],
            look.Chains.Select(chain => (string[])[Safe(chain.Id), chain.Head is { } head ? Text(head) : "no answer"])
        );
        Table(
            page,
            "Anchors",
            ["roots of", "on", "newest root", "blocks behind"],
            look.Anchors.Select(anchor =>
                (string[])
                    [
                        Safe(anchor.From),
                        Safe(anchor.To),
                        anchor.Anchored is { } anchored ? Text(anchored) : "no answer",
                        anchor is { Anchored: { } known, Head: { } head } ? Text(head - known) : "",
                    ]
            )
        );
        Table(
            page,
            "Workers",
            ["account", "coin (wei)", "promised", "queued", "in flight"],
            look.Workers.Select(worker =>
                (string[])
                    [
                        Code(worker.Account),
                        Safe(worker.Balance ?? "not seen yet"),
                        Safe(worker.Committed),
                        Text(worker.Queued),
                        Text(worker.InFlight),
                    ]
            )
        );
        Table(
            page,
            "Requests",
            ["request", "kind", "status", "amount", "transactions", "changed"],
            look.Requests.Select(Row)
        );
        return page.Append("</body></html>").ToString();
    }

    private static string[] Row(MosaicRequest request)
    {
        var terms = request.Terms!;
        var orders = string.Join(
            "<br>",
            request.Orders.Select(order =>
                $"{Safe(SnakeCaseEnumConverter<RequestStep>.NameOf(order.Step))} {(order.Hash is { } hash ? Code(hash) : "")} <small>{Safe(order.End?.ToString() ?? "under way")}{(order.Reason is { } reason ? $": {Safe(reason)}" : "")}</small>"
            )
        );
        return
        [
            Code(terms.RequestHash),
            Safe(terms.Kind.WireName()),
            $"{Safe(request.Status.NameFor(terms.Kind))}{(request.Trouble is { } trouble ? $"<br><small>{Safe(trouble)}</small>" : "")}",
            Safe(terms.Amount.ToString()),
            orders,
            Time(request.UpdatedAt),
        ];
    }

    private static void Table(StringBuilder page, string title, string[] columns, IEnumerable<string[]> rows)
    {
        page.Append("<h2>").Append(title).Append("</h2><table><thead><tr>");
        foreach (var column in columns)
        {
            page.Append("<th>").Append(column).Append("</th>");
        }

        page.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            page.Append("<tr>");
            foreach (var cell in row)
            {
                page.Append("<td>").Append(cell).Append("</td>");
            }

            page.Append("</tr>");
        }

        page.Append("</tbody></table>");
    }

    private static string Code(string text) => $"<code>{Safe(text)}</code>";

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

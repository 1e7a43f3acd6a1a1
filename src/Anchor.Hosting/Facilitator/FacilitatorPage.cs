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
        <meta name="viewport" content="width=device-width">%refresh%<style>
        body{font:15px/1.4 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#222}
        table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
        code{font-size:.85em;word-break:break-all}.alarm{background:#fde8e8;padding:.4rem .8rem;margin:.3rem 0}small{color:#666}
        </style></head><body>
        """;

    /// <summary>While it lasts, the page comes anew by itself.</summary>
    private const string Refresh = "<meta http-equiv=\"refresh\" content=\"5\">";

    /// <summary>Everything at a glance.</summary>
    /// <param name="look">What was seen.</param>
    /// <param name="path">Where the page is; a request is below it.</param>
    public static string Render(FacilitatorLook look, string path)
    {
        var page = new StringBuilder(Head.Replace("%refresh%", Refresh, StringComparison.Ordinal)).Append(
            "<h1>Facilitator</h1>"
        );
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
            ["roots of", "on", "newest root", "blocks behind", "roots held"],
            look.Anchors.Select(anchor =>
                (string[])
                    [
                        Safe(anchor.From),
                        Safe(anchor.To),
                        anchor.Ring is { } ring ? Text(ring.Latest) : "no answer",
                        anchor.Lag is { } lag ? Text(lag) : "",
                        anchor.Ring is { } held ? $"{Text(held.Heights.Length)} of {Text(held.Size)}" : "",
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
            look.Requests.Select(request => Row(request, path))
        );
        return page.Append("</body></html>").ToString();
    }

    /// <summary>One request with everything that was decided and sent for it.</summary>
    public static string RenderRequest(MosaicRequest request, string path)
    {
        var terms = request.Terms!;
        var page = new StringBuilder(Head.Replace("%refresh%", Refresh, StringComparison.Ordinal)).Append(
            CultureInfo.InvariantCulture,
            $"<p><a href=\"{Safe(path)}\">all requests</a></p><h1>{(terms.Kind == TransferKind.Stake ? "Stake and mint" : "Redeem and unstake")}</h1>"
        );
        if (request.Trouble is { } trouble)
        {
            page.Append("<p class=\"alarm\">").Append(Safe(trouble)).Append("</p>");
        }

        (string Name, string Value)[] facts =
        [
            ("request", Code(terms.RequestHash)),
            ("status", Safe(request.Status.NameFor(terms.Kind))),
            ("failures since it last moved", Text(request.Failures)),
            ("pair", Code(terms.Pair)),
            ("amount", Safe(terms.Amount.ToString())),
            ("beneficiary", Code(terms.Beneficiary)),
            ("asked by", Code(terms.Account)),
            ("through the proxy", Code(terms.Proxy)),
            ("gas price and limit", $"{Safe(terms.GasPrice.ToString())} / {Safe(terms.GasLimit.ToString())}"),
            ("nonce", Safe(terms.Nonce.ToString())),
            ("message", request.MessageHash is { } message ? Code(message) : "none yet"),
            ("secret", Secret(request)),
            ("workers", $"{Worker(request.SourceWorker)} {Worker(request.TargetWorker)}"),
            ("asked in block", Text(request.RequestedAtBlock)),
            ("recorded", Time(request.CreatedAt)),
            ("changed", Time(request.UpdatedAt)),
            ("next alarm", request.NextDue is { } due ? Time(due) : "none: it has ended"),
        ];
        Table(page, "What is known of it", ["", ""], facts.Select(fact => (string[])[fact.Name, fact.Value]));
        Table(
            page,
            "Transactions",
            ["ordered", "step", "worker", "proves block", "transaction", "end"],
            request.Orders.Select(order =>
                (string[])
                    [
                        Time(order.OrderedAt),
                        Safe(SnakeCaseEnumConverter<RequestStep>.NameOf(order.Step)),
                        Code(order.Worker),
                        order.Height is { } height ? Text(height) : "",
                        order.Hash is { } hash ? Code(hash) : "",
                        $"{Safe(order.End?.ToString() ?? "under way")}{(order.Reason is { } reason ? $": {Safe(reason)}" : "")}",
                    ]
            )
        );
        return page.Append("</body></html>").ToString();
    }

    /// <summary>What is said where nothing can be shown.</summary>
    public static string RenderWords(string title, string words) =>
        $"{Head.Replace("%refresh%", "", StringComparison.Ordinal)}<h1>{Safe(title)}</h1>{words}</body></html>";

    private static string Secret(MosaicRequest request) =>
        request switch
        {
            { Foreign: not null } => "another facilitator's",
            { Lock: null } => "none yet",
            { IsSecretLost: true } => "lost; proofs finish it",
            _ => "stored, sealed",
        };

    private static string Worker(string? worker) => worker is null ? "not chosen yet" : Code(worker);

    private static string[] Row(MosaicRequest request, string path)
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
            $"<a href=\"{Safe(path.TrimEnd('/'))}/{Safe(terms.RequestHash)}\">{Code(terms.RequestHash)}</a>",
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

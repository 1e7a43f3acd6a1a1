using System.Diagnostics;
using System.Globalization;
using Anchor.Api.Look;
using Anchor.Api.Pages;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator.Console;

/// <summary>What the runtime and the storage of this process have done since its start, and what they hold now.</summary>
internal sealed class RuntimePage(
    MetricsText metrics,
    ServerInfo info,
    Layout layout,
    TimeProvider time,
    IOptions<OperatorOptions> options
)
{
    private const string Activations = "orleans.embedded.activations";
    private const string Calls = "orleans.embedded.calls";
    private const string Ticks = "orleans.embedded.reminder.ticks";
    private const string GrainStorage = "orleans.embedded.storage.duration";
    private const string CommitDuration = "anchor.storage.commit.duration";

    public Task WriteAsync(HttpContext context)
    {
        var figures = metrics.Read();
        return new Page(
            Languages.Default,
            "Runtime",
            layout.Plain(Languages.Default),
            Html.Of(
                $"""
                <main id="main">
                <h1>Runtime</h1>
                <p><a href="{ConsoleEndpoints.Path}">Look again</a> · <a href="/">what runs here</a> · <a href="/metrics">all figures</a>{Dashboard()}</p>
                {OfProcess()}
                {Grains(figures)}
                {Reminders(figures)}
                {Storage(figures)}
                </main>
                """
            )
        )
        {
            IsWide = true,
        }.WriteAsync(context);
    }

    private Markup Dashboard() =>
        options.Value.DashboardPath is { } path
            ? Html.Of(
                $" · <a href=\"{path}\">the runtime's own pages</a> (after <a href=\"{ConsoleEndpoints.SignInPath}\">signing in</a>)"
            )
            : Markup.Empty;

    private Markup OfProcess()
    {
        using var self = Process.GetCurrentProcess();
        var up = time.GetUtcNow() - new DateTimeOffset(self.StartTime);
        return Html.Of(
            $"""
            <dl>
            <dt>Runtime</dt><dd>{info.Runtime}</dd>
            <dt>Process</dt><dd>{self.Id}, {Span(up)} old, {Span(self.TotalProcessorTime)} of processor time</dd>
            <dt>Memory</dt><dd>{Megabytes(self.WorkingSet64)} in all, {Megabytes(
                GC.GetTotalMemory(false)
            )} of it objects</dd>
            <dt>Threads</dt><dd>{ThreadPool.ThreadCount} in the pool, {ThreadPool.PendingWorkItemCount} pieces of work wait for one</dd>
            </dl>
            """
        );
    }

    private static Markup Grains(IReadOnlyList<Figure> figures)
    {
        var calls = figures
            .Where(figure => figure.Instrument == Calls)
            .ToDictionary(GrainOf, figure => figure.Series.Value);
        var rows = figures
            .Where(figure => figure.Instrument == Activations)
            .Select(figure => (Grain: GrainOf(figure), InMemory: figure.Series.Value))
            .OrderByDescending(row => calls.GetValueOrDefault(row.Grain))
            .ToList();
        return rows.Count == 0
            ? Markup.Empty
            : Table(
                "Grains",
                ["Grain", "In memory", "Calls"],
                [
                    .. rows.Select(row =>
                        (string[])[row.Grain, Number(row.InMemory), Number(calls.GetValueOrDefault(row.Grain))]
                    ),
                    ["all", Number(rows.Sum(row => row.InMemory)), Number(calls.Values.Sum())],
                ]
            );
    }

    private static Markup Reminders(IReadOnlyList<Figure> figures)
    {
        var ticks = figures.Where(figure => figure.Instrument == Ticks).ToList();
        return ticks.Count == 0
            ? Markup.Empty
            : Table(
                "Reminders",
                ["Ticks", "Number"],
                [
                    .. ticks.Select(tick =>
                        (string[])[HasFailed(tick) ? "failed, and come again" : "done", Number(tick.Series.Value)]
                    ),
                ]
            );
    }

    private static Markup Storage(IReadOnlyList<Figure> figures)
    {
        var rows = figures
            .Where(figure => figure.Instrument is GrainStorage or CommitDuration)
            .Select(figure => (Name: NameOf(figure), figure.Series))
            .OrderBy(row => row.Name, StringComparer.Ordinal)
            .Select(row =>
                (string[])
                    [
                        row.Name,
                        Number(row.Series.Count),
                        Milliseconds(row.Series.Value / Math.Max(1, row.Series.Count)),
                        Bound(row.Series.Quantile(0.5)),
                        Bound(row.Series.Quantile(0.99)),
                    ]
            )
            .ToList();
        return rows.Count == 0
            ? Markup.Empty
            : Table("Storage", ["Step", "Number", "Mean ms", "Half within ms", "99% within ms"], rows);
    }

    private static string NameOf(Figure figure) =>
        figure.Instrument == CommitDuration ? "durable commits"
        : HasFailed(figure) ? $"{figure.Tags["operation"]} of grains, failed"
        : $"{figure.Tags["operation"]} of grains";

    private static string GrainOf(Figure figure) => figure.Tags["grain"];

    private static bool HasFailed(Figure figure) => figure.Tags["failed"] == bool.TrueString;

    private static Markup Table(string title, string[] columns, IReadOnlyList<string[]> rows) =>
        Html.Of(
            $"""
            <h2>{title}</h2>
            <div class="scroll"><table>
            <thead><tr><th scope="col">{columns[0]}</th>{Markup.Join(
                columns[1..].Select(column => Html.Of($"<th scope=\"col\" class=\"number\">{column}</th>"))
            )}</tr></thead>
            <tbody>
            {Markup.Join(
                rows.Select(row =>
                    Html.Of(
                        $"<tr><td>{row[0]}</td>{Markup.Join(row[1..].Select(cell => Html.Of($"<td class=\"number\">{cell}</td>")))}</tr>\n"
                    )
                )
            )}
            </tbody>
            </table></div>
            """
        );

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(double seconds) =>
        (seconds * 1000).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Bound(double seconds) => double.IsInfinity(seconds) ? "longer" : Milliseconds(seconds);

    private static string Megabytes(long bytes) => $"{Number(bytes / 1048576.0)} MiB";

    private static string Span(TimeSpan span) =>
        span.ToString(span.Days > 0 ? @"d\d\ hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);
}

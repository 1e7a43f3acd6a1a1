using System.Globalization;
using System.Text;

namespace Anchor.Benchmarks.Report;

/// <summary>The report in Markdown. Nothing in it depends on the date.</summary>
internal static class FigureTable
{
    public static string Write(Machine machine, IReadOnlyList<Figure> figures)
    {
        var text = new StringBuilder()
            .AppendLine(machine.ToString())
            .AppendLine()
            .AppendLine(
                "| | measured | aim | p50 / p99 ms | failures | server CPU each | Polaris 2.6, shipped / tuned |"
            )
            .AppendLine("|---|--:|--:|--:|--:|--:|--:|");
        foreach (var figure in figures)
        {
            var latency = figure.P99 is null ? "" : $"{Number(figure.P50)} / {Number(figure.P99)}";
            var cpu = figure.CpuMicroseconds is { } each ? $"{Number(each)} µs" : "";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {figure.Name} | **{Number(figure.Value)} {figure.Unit}** | {Number(figure.Aim)} | {latency} | {figure.Failures} | {cpu} | {figure.Polaris} |"
            );
        }

        return text.ToString();
    }

    private static string Number(double? value) =>
        value is not { } number ? ""
        : number >= 100 ? number.ToString("N0", CultureInfo.InvariantCulture)
        : number.ToString("0.##", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Anchor.Benchmarks.Load;

/// <summary>What a server has counted since its start, from its <c>/metrics</c>.</summary>
internal sealed class ServerFigures
{
    private readonly List<(string Series, double Value)> _lines;

    private ServerFigures(List<(string Series, double Value)> lines) => _lines = lines;

    public static async Task<ServerFigures> ReadAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var text = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        return new([
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line[0] != '#')
                .Select(line => (line[..line.LastIndexOf(' ')], line[(line.LastIndexOf(' ') + 1)..]))
                .Select(pair => (pair.Item1, double.Parse(pair.Item2, CultureInfo.InvariantCulture))),
        ]);
    }

    /// <summary>The sum over all tags, or over those that hold a text.</summary>
    public double Sum(string name, string tags = "") =>
        _lines
            .Where(line =>
                (line.Series == name || line.Series.StartsWith(name + "{", StringComparison.Ordinal))
                && line.Series.Contains(tags, StringComparison.Ordinal)
            )
            .Sum(line => line.Value);
}

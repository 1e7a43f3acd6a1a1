using System.Text;
using System.Text.RegularExpressions;

namespace Anchor.Api.Look;

/// <summary>Finds what a style sheet asks for in vain: our pages load nothing from elsewhere.</summary>
internal static partial class StyleCheck
{
    private const string Here = "http://here";

    public static void Check(string shown, StaticFile style, StaticFiles files, List<string> faults)
    {
        var text = Comments().Replace(Encoding.UTF8.GetString(style.Content), "");
        foreach (Match match in References().Matches(text))
        {
            var target = (match.Groups["url"].Success ? match.Groups["url"] : match.Groups["import"]).Value.Trim();
            if (target.StartsWith('#'))
            {
                continue;
            }

            var address = new Uri(new Uri($"{Here}{StaticFile.Root}{style.Name}"), target);
            if (address.GetLeftPart(UriPartial.Authority) != Here)
            {
                faults.Add($"{shown}: \"{Short(target)}\" is not in this folder; pages load nothing from elsewhere.");
                continue;
            }

            var path = Uri.UnescapeDataString(address.AbsolutePath);
            if (
                !path.StartsWith(StaticFile.Root, StringComparison.Ordinal)
                || !files.Has(path[StaticFile.Root.Length..])
            )
            {
                faults.Add($"{shown}: \"{Short(target)}\" is not there.");
            }
        }
    }

    private static string Short(string text) => text.Length > 60 ? $"{text[..60]}..." : text;

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Comments();

    [GeneratedRegex(
        """url\(\s*["']?(?<url>[^"')]+)["']?\s*\)|@import\s+["'](?<import>[^"']+)["']""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex References();
}

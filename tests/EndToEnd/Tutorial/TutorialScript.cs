using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Tutorial;

/// <summary>
/// The tutorial as one script: its shell blocks as they stand, and its files written where they are shown. Only the ports differ, because others may be using
/// those of the text.
/// </summary>
internal static partial class TutorialScript
{
    private const string Stop = "stop";
    private const string Title = "title=";

    /// <summary>Ends every background job, whatever happened.</summary>
    private const string Prelude = """
        set -euo pipefail
        trap 'kill $(jobs -p) 2>/dev/null || true; wait || true' EXIT
        trap 'exit 143' TERM

        """;

    public static string Make(Uri host, Uri horizon, string beforeTheEnd)
    {
        var text = File.ReadAllText(Repository.File("docs/tutorial.md"));
        var script = new StringBuilder(Prelude);
        foreach (Match block in Blocks().Matches(text))
        {
            var (info, content) = (block.Groups["info"].Value, block.Groups["content"].Value);
            var words = info.Split(' ');
            if (Array.Find(words, word => word.StartsWith(Title, StringComparison.Ordinal)) is { } title)
            {
                script.Append(
                    CultureInfo.InvariantCulture,
                    $"cat > '{title[Title.Length..]}' <<'END_OF_FILE'\n{content}END_OF_FILE\n"
                );
                continue;
            }

            Assert.Equal("sh", words[0]);
            if (words.Contains(Stop))
            {
                script.Append(beforeTheEnd).Append('\n');
            }

            script.Append(content);
        }

        return script
            .ToString()
            .Replace("localhost:8000", host.Authority, StringComparison.Ordinal)
            .Replace("localhost:8001", horizon.Authority, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        "^```(?<info>[a-z].*)\n(?<content>(.*\n)*?)```$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Blocks();
}

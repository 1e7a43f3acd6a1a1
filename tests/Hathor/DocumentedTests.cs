using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Anchor.Hathor.Tests;

/// <summary>The tests that docs/sync.md names are there.</summary>
public sealed partial class DocumentedTests
{
    [Fact]
    public void Every_test_that_the_document_names_is_there()
    {
        var tests = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, ".."));
        var named = Named()
            .Matches(File.ReadAllText(Path.Combine(tests, "../docs/sync.md")))
            .Select(match => match.Groups["test"].Value)
            .ToList();
        var source = string.Concat(
            ((string[])["Domain", "EndToEnd", "Grains", "Hathor"]).SelectMany(folder =>
                Directory
                    .EnumerateFiles(Path.Combine(tests, folder), "*.cs", SearchOption.AllDirectories)
                    .Select(File.ReadAllText)
            )
        );

        Assert.True(named.Count > 15, $"{named.Count} tests are named.");
        Assert.All(named, name => Assert.Contains($" {name}(", source, StringComparison.Ordinal));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("`(?<test>[A-Z][a-z]*(_[a-z0-9]+){3,})`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}

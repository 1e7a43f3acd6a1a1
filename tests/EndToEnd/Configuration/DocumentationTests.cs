using System.Runtime.CompilerServices;
using Anchor.Silo.Commands;

namespace Anchor.EndToEnd.Tests.Configuration;

public sealed class DocumentationTests
{
    [Fact]
    public void The_documentation_has_the_table_that_the_program_reads_by()
    {
        var document = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/configuration.md");

        Assert.Contains(ConfigCommand.Markdown().Trim(), File.ReadAllText(document), StringComparison.Ordinal);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

using Orleans.Embedded;

namespace Anchor.Embedded.Tests;

public sealed class PublicSurfaceTests
{
    /// <summary>The subset of Orleans is closed: a new member needs a decision, and a line in the approved file.</summary>
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var assembly = typeof(EmbeddedRuntimeOptions).Assembly;
        var surface = assembly
            .GetExportedTypes()
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => PublicSurface.Members(type).Prepend(type.ToString()));

        var approved = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "PublicSurface.approved.txt"));

        Assert.Equal(string.Join('\n', approved), string.Join('\n', surface));
    }
}

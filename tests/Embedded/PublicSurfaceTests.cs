using System.Reflection;
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
            .SelectMany(type => Members(type).Prepend(type.ToString()));

        var approved = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "PublicSurface.approved.txt"));

        Assert.Equal(string.Join('\n', approved), string.Join('\n', surface));
    }

    private static IEnumerable<string> Members(Type type) =>
        type.GetMembers(
                BindingFlags.Instance
                    | BindingFlags.Static
                    | BindingFlags.Public
                    | BindingFlags.NonPublic
                    | BindingFlags.DeclaredOnly
            )
            .Where(IsVisible)
            .Select(member => $"    {member}")
            .Order(StringComparer.Ordinal);

    private static bool IsVisible(MemberInfo member) =>
        member switch
        {
            MethodBase { IsSpecialName: true, IsConstructor: false } => false,
            MethodBase method => method.IsPublic || method.IsFamily,
            PropertyInfo property => property.GetMethod is { } getter && (getter.IsPublic || getter.IsFamily),
            FieldInfo field => field.IsPublic && field.Name != "value__",
            _ => false,
        };
}

using System.Reflection;
using System.Runtime.InteropServices;
using Orleans.Embedded;

namespace Anchor.Embedded.Tests;

/// <summary>The subset's types are those of Microsoft's published Orleans, member by member, where its abstractions have them.</summary>
public sealed class PublishedOrleansTests
{
    /// <summary>They live in other packages of Orleans; compiling the grains on it compares them.</summary>
    private static readonly string[] Elsewhere =
    [
        "Orleans.AliasAttribute",
        "Orleans.GenerateSerializerAttribute",
        "Orleans.GrainReminderExtensions",
        "Orleans.GrainState`1",
        "Orleans.IClusterClient",
        "Orleans.IGrainState`1",
        "Orleans.IRemindable",
        "Orleans.IdAttribute",
        "Orleans.ImmutableAttribute",
        "Orleans.Runtime.IGrainReminder",
        "Orleans.Runtime.IPersistentState`1",
        "Orleans.Runtime.PersistentStateAttribute",
        "Orleans.Runtime.ReminderException",
        "Orleans.Runtime.TickStatus",
        "Orleans.Storage.IGrainStorage",
        "Orleans.Storage.InconsistentStateException",
    ];

    [Fact]
    public void Every_member_of_the_subset_is_in_the_published_assembly()
    {
        using var published = new MetadataLoadContext(
            new PathAssemblyResolver(
                Directory
                    .GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll")
                    .Concat(
                        Directory.GetFiles(
                            Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Http.HttpContext).Assembly.Location)!,
                            "*.dll"
                        )
                    )
                    .DistinctBy(Path.GetFileName)
            )
        );
        var orleans = published.LoadFromAssemblyPath(
            Path.Combine(AppContext.BaseDirectory, "published", "Orleans.Core.Abstractions.dll")
        );
        Assert.Equal(new Version(10, 0, 0, 0), orleans.GetName().Version);

        List<string> missing = [];
        List<string> elsewhere = [];
        foreach (var ours in typeof(EmbeddedRuntimeOptions).Assembly.GetExportedTypes().Where(IsOfOrleans))
        {
            if (orleans.GetType(ours.FullName!) is not { } theirs)
            {
                elsewhere.Add(ours.FullName!);
                continue;
            }

            var known = PublicSurface.Members(theirs).ToHashSet(StringComparer.Ordinal);
            missing.AddRange(
                PublicSurface
                    .Members(ours)
                    .Where(member => !known.Contains(member))
                    .Select(member => $"{ours}: {member.Trim()}")
            );
        }

        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, missing));
        elsewhere.Sort(StringComparer.Ordinal);
        Assert.True(elsewhere.SequenceEqual(Elsewhere), string.Join(Environment.NewLine, elsewhere));
    }

    private static bool IsOfOrleans(Type type) =>
        type.Namespace?.StartsWith("Orleans.Embedded", StringComparison.Ordinal) != true;
}

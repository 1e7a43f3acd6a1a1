using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace Anchor.Storage.Migrations;

/// <summary>A numbered script of the schema, like <c>001.initial</c>.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    private const string Prefix = "Schema/";
    private const string Suffix = ".sql";

    /// <summary>The scripts in this assembly, by number without a gap.</summary>
    public static ImmutableArray<Migration> Embedded { get; } = Load(typeof(Migration).Assembly);

    private static ImmutableArray<Migration> Load(Assembly assembly) =>
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Read(assembly, name)),
        ];

    private static Migration Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var name = resource[Prefix.Length..^Suffix.Length];
        return new Migration(int.Parse(name.Split('.')[0], CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}

using System.Collections.Immutable;

namespace Anchor.Hosting.Facilitator;

/// <summary>Where the facilitator's files are looked for when they are not named.</summary>
public static class FacilitatorPaths
{
    /// <summary>The name under which <c>facilitator init</c> writes.</summary>
    public const string FileName = "facilitator-config.json";

    private const string Folder = "mosaic";

    private static string Home =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".mosaic");

    /// <summary>What <c>facilitator init</c> writes: <c>./mosaic/1406/facilitator-config.json</c>.</summary>
    public static string Written(string chain) => Path.Combine(Folder, chain, FileName);

    /// <summary>Where a chain's configuration may be, the first place first.</summary>
    public static ImmutableArray<string> FacilitatorFiles(string chain) =>
        [Written(chain), Path.Combine(Home, chain, FileName), Path.Combine(Home, chain, "facilitator.json")];

    /// <summary>Where the mosaic configuration may be, the first place first.</summary>
    public static ImmutableArray<string> MosaicFiles(string? chain) =>
        [
            .. chain is null ? ImmutableArray<string>.Empty : [Path.Combine(Home, $"{chain}.json")],
            Path.Combine(Home, "ethereum.json"),
            Path.Combine(Home, "ropsten.json"),
        ];

    /// <summary>Every file that <c>facilitator init</c> has written in the working directory.</summary>
    public static ImmutableArray<string> WrittenHere() =>
        Directory.Exists(Folder)
            ?
            [
                .. Directory
                    .GetDirectories(Folder)
                    .Select(folder => Path.Combine(folder, FileName))
                    .Where(File.Exists)
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>Every chain that was set up in the working directory or at home.</summary>
    public static ImmutableArray<string> KnownChains() =>
        [
            .. new[] { Folder, Home }
                .Where(Directory.Exists)
                .SelectMany(Directory.GetDirectories)
                .Select(folder => Path.GetFileName(folder)!)
                .Where(chain => FacilitatorFiles(chain).Any(File.Exists))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
}

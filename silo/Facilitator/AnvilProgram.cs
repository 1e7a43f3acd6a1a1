using System.Runtime.InteropServices;

namespace Anchor.Silo.Facilitator;

/// <summary>Where the program anvil is: what <c>ANVIL</c> names, what npm installed at or above the working directory or beside the program, or one in the search path.</summary>
internal static class AnvilProgram
{
    public const string Missing =
        "anvil is not found. \"npm i @foundry-rs/anvil@1.7.1 --ignore-scripts\" in the working directory brings it; ANVIL names one that lies elsewhere.";

    /// <summary>Null if there is none.</summary>
    public static string? Find() => Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("ANVIL") is { Length: > 0 } named)
        {
            yield return named;
        }

        var processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        foreach (var start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                foreach (var modules in (string[])["node_modules", "tests/Anvil/node_modules"])
                {
                    yield return Path.Combine(
                        folder.FullName,
                        modules,
                        $"@foundry-rs/anvil-linux-{processor}/bin/anvil"
                    );
                }
            }
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            yield return Path.Combine(folder, "anvil");
        }
    }
}

using System.Runtime.InteropServices;

namespace Anchor.Testing.Anvil;

/// <summary>Where the program anvil is: what <c>ANVIL</c> names, what npm installed beside this file, or one in the search path.</summary>
public static class AnvilProgram
{
    /// <summary>Null if there is none.</summary>
    public static string? Path { get; } = Candidates().FirstOrDefault(File.Exists);

    /// <summary>Why there can be no chains here; null if there can.</summary>
    public static string? Missing =>
        Path is null
            ? "anvil is not installed (npm install --ignore-scripts in tests/Anvil, or name it in ANVIL)"
            : null;

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("ANVIL") is { Length: > 0 } named)
        {
            yield return named;
        }

        var processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return System.IO.Path.Combine(
                folder.FullName,
                $"tests/Anvil/node_modules/@foundry-rs/anvil-linux-{processor}/bin/anvil"
            );
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            yield return System.IO.Path.Combine(folder, "anvil");
        }
    }
}

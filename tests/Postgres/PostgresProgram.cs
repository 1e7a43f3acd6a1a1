using System.Globalization;

namespace Anchor.Testing.Postgres;

/// <summary>Where PostgreSQL's programs are on this machine, and as whom they may run.</summary>
internal static class PostgresProgram
{
    private const string Server = "postgres";
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>The folder of the newest one installed; null if there is none.</summary>
    public static string? Folder { get; } =
        DebianFolders()
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, Server)));

    /// <summary>PostgreSQL refuses to run as root; then it runs as the user of its package.</summary>
    public static string[] As() =>
        Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={Server}", $"--regid={Server}", "--init-groups", "--"]
            : [];

    private static IEnumerable<string> DebianFolders() =>
        Directory.Exists(DebianRoot)
            ? Directory
                .EnumerateDirectories(DebianRoot)
                .OrderByDescending(folder =>
                    int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0
                )
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
}

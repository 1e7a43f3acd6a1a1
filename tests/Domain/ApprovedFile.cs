using System.Runtime.CompilerServices;

namespace Anchor.Domain.Tests;

/// <summary>A text under version control that a person has read and approved. A test fails on any difference.</summary>
internal static class ApprovedFile
{
    /// <summary>Set to 1 to write what the tests see over the approved files; read the difference before committing it.</summary>
    private const string Approve = "ANCHOR_TEST_APPROVE";

    public static void Matches(string path, string seen, [CallerFilePath] string caller = "")
    {
        var approved = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(caller)!, path));
        if (Environment.GetEnvironmentVariable(Approve) == "1")
        {
            File.WriteAllText(approved, seen);
        }

        var expected = File.Exists(approved) ? File.ReadAllText(approved) : "";
        Assert.Equal(expected, seen);
    }

    public static string Read(string path, [CallerFilePath] string caller = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(caller)!, path));
}

using System.Diagnostics;
using System.Runtime.Versioning;
using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Container;

/// <summary>The program as the Dockerfile's first stage leaves it, in a folder that nobody may write to.</summary>
[SupportedOSPlatform("linux")]
internal sealed class PublishedProgram : IDisposable
{
    private const UnixFileMode Everybody =
        UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead | Executable;
    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("anchor-container-");

    private PublishedProgram()
    {
        _root.UnixFileMode = Everybody | UnixFileMode.UserWrite;
        Data = _root.CreateSubdirectory("data").FullName;
        Configuration = _root.CreateSubdirectory("anchor").FullName;
    }

    /// <summary>Stands for /data.</summary>
    public string Data { get; }

    /// <summary>Stands for /anchor.</summary>
    public string Configuration { get; }

    /// <summary>Stands for /app.</summary>
    public string Folder => Path.Combine(_root.FullName, "app");

    /// <summary>
    /// Publishes. In the long run of the tests, exactly what the Dockerfile copies is copied and its own command is carried out, which proves that nothing is
    /// missing there; else what is built already is published, which takes a few seconds.
    /// </summary>
    public static async Task<PublishedProgram> PublishAsync(Dockerfile file)
    {
        var program = new PublishedProgram();
        if (Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1")
        {
            var source = program._root.CreateSubdirectory("source").FullName;
            foreach (var copy in file.Of(0, "COPY"))
            {
                Copy(Dockerfile.CopiedFromContext(copy)!.Value, source);
            }

            foreach (var words in file.Of(0, "RUN").Select(run => run.Exec!))
            {
                await RunAsync(source, [.. words.Select(word => word == "/out" ? program.Folder : word)]);
            }
        }
        else
        {
            string[] publish =
            [
                "dotnet",
                "publish",
                "silo/Anchor.Silo.csproj",
                "--no-build",
                "--configuration",
                "Debug",
                "--nologo",
            ];
            await RunAsync(Repository.Root, [.. publish, "--output", program.Folder]);
        }

        program.CloseFolder();
        return program;
    }

    /// <summary>The command to run it with: as the image's user if this user is allowed to become another.</summary>
    public (string Program, string[] Arguments) Command(params string[] arguments)
    {
        var anchor = Path.Combine(Folder, "anchor");
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
        {
            return (anchor, arguments);
        }

        const string User = "1654";
        using var chown = Process.Start("chown", [User, Data]);
        chown.WaitForExit();
        return ("/usr/bin/setpriv", [$"--reuid={User}", $"--regid={User}", "--clear-groups", anchor, .. arguments]);
    }

    public void Dispose()
    {
        foreach (var folder in Directory.EnumerateDirectories(Folder, "*", SearchOption.AllDirectories).Append(Folder))
        {
            File.SetUnixFileMode(folder, Everybody | UnixFileMode.UserWrite);
        }

        _root.Delete(recursive: true);
    }

    private void CloseFolder()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(path, Everybody);
        }

        File.SetUnixFileMode(Folder, Everybody);
    }

    private static void Copy((string[] Sources, string Destination) copy, string context)
    {
        foreach (var source in copy.Sources)
        {
            var from = Repository.File(source.TrimEnd('/'));
            var to = Path.GetFullPath(Path.Combine(context, copy.Destination));
            if (File.Exists(from))
            {
                File.Copy(from, Path.Combine(to, source));
                continue;
            }

            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }

    private static async Task RunAsync(string folder, string[] command)
    {
        var info = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // Nothing of the build may stay behind.
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(info)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }
}

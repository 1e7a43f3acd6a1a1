using Anchor.Api.Operator;
using Anchor.Hosting.Configuration;
using Anchor.Storage.Settings;

namespace Anchor.Silo.Doctor;

/// <summary>The folder of the data, the disk under it, and who may read the secrets in it.</summary>
internal static class FileFindings
{
    private const long Mebibyte = 1024 * 1024;
    private const long LeastFree = 100 * Mebibyte;
    private const long LittleFree = 1024 * Mebibyte;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    public static IEnumerable<Finding> Of(Installation installation)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(installation.Settings.DatabaseFile))!;
        return
        [
            Writable("files.data_dir", Path.GetFullPath(installation.Settings.DataFolder)),
            Writable("files.database_folder", folder),
            Disk(folder),
            .. Modes(installation),
        ];
    }

    private static Finding Writable(string check, string folder)
    {
        var there = Existing(folder);
        var file = Path.Combine(there, $".anchor-doctor-{Environment.ProcessId}");
        try
        {
            File.Create(file, 1, FileOptions.DeleteOnClose).Dispose();
            return Finding.Ok(check, folder, there == folder ? "can be written" : "can be made");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Failed(check, folder, $"It cannot be written: {e.Message}");
        }
    }

    /// <summary>The folder, or the nearest above it that is there.</summary>
    private static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }

    private static Finding Disk(string folder)
    {
        const string Check = "files.disk";
        try
        {
            var free = new DriveInfo(Existing(folder)).AvailableFreeSpace;
            var text = $"{free / Mebibyte:N0} MiB are free.";
            return free < LeastFree ? Finding.Failed(Check, folder, text)
                : free < LittleFree ? Finding.Warning(Check, folder, text)
                : Finding.Ok(Check, folder, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Finding.Skipped(Check, folder, e.Message);
        }
    }

    private static List<Finding> Modes(Installation installation)
    {
        const string Check = "files.modes";
        var database = installation.Settings.DatabaseFile;
        string[] own =
        [
            database,
            database + "-wal",
            SecretKey.FileOf(installation.Storage),
            Path.Combine(installation.Settings.DataFolder, OperatorAddress.FileName),
        ];
        // The others were written by a person, who may have other things in mind on a machine of their own.
        var open = own.Select(file => Open(file, isGrave: true))
            .Concat(SettingFiles(installation).Select(file => Open(file, !installation.Settings.LocalMode)))
            .OfType<Finding>()
            .ToList();
        return open.Count > 0 ? open : [Finding.Ok(Check, "", "only their owner may use the files that hold secrets")];
    }

    /// <summary>Null if there is no such file, or only its owner may use it.</summary>
    private static Finding? Open(string file, bool isGrave)
    {
        const string Check = "files.modes";
        if (
            OperatingSystem.IsWindows()
            || !File.Exists(file)
            || (File.GetUnixFileMode(file) & Others) == UnixFileMode.None
        )
        {
            return null;
        }

        var mode = Convert.ToString((int)File.GetUnixFileMode(file), 8);
        var text = $"It holds secrets, and others may use it (mode {mode}): chmod 600 {file}";
        return isGrave ? Finding.Failed(Check, file, text) : Finding.Warning(Check, file, text);
    }

    private static IEnumerable<string> SettingFiles(Installation installation) =>
        SettingTable
            .All.Where(setting => setting.IsSecret)
            .Select(installation.Reader.SourceOf)
            .Concat(
                installation.Settings.Assets.Select(
                    (_, index) => installation.Reader.SourceOf($"{AssetReader.Section}:{index}:DistributionSeed")
                )
            )
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(File.Exists);
}

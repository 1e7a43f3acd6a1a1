namespace Anchor.Silo.Doctor;

/// <summary>Finds the process that holds a lock, without taking the lock: not for a moment may a server that starts be kept out.</summary>
internal static class LockHolder
{
    private const string Locks = "/proc/locks";

    /// <summary>The process' id; null if none holds it, or none that this user may see.</summary>
    public static int? Of(string lockFile)
    {
        if (!File.Exists(Locks) || !File.Exists(lockFile))
        {
            return null;
        }

        var path = Resolved(lockFile);
        return
            File.ReadLines(Locks)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields is [_, "FLOCK", _, _, ..])
                .Select(fields => int.TryParse(fields[4], out var process) ? process : 0)
                .Distinct()
                .FirstOrDefault(process => process > 0 && HasOpen(process, path))
                is var holder
                    and > 0
            ? holder
            : null;
    }

    private static bool HasOpen(int process, string path)
    {
        try
        {
            return Directory
                .EnumerateFiles($"/proc/{process}/fd")
                .Any(handle => new FileInfo(handle).LinkTarget == path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's.
            return false;
        }
    }

    private static string Resolved(string file)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var target = folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder;
        return Path.Combine(target.FullName, Path.GetFileName(file));
    }
}

namespace Anchor.Api.Look;

/// <summary>Reads what a business has put into a folder.</summary>
internal static class OwnFolder
{
    /// <summary>The paths of all files inside, with slashes, in a fixed order; hidden ones are left out.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal);

    /// <summary>The file's bytes; null, and a fault, if it cannot be read.</summary>
    public static byte[]? Read(string path, List<string> faults)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path}: cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>The file's text; null, and a fault, if it cannot be read or is not UTF-8.</summary>
    public static string? ReadText(string path, List<string> faults)
    {
        if (Read(path, faults) is not { } bytes)
        {
            return null;
        }

        try
        {
            return new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true)
                .GetString(bytes)
                .TrimStart('\uFEFF')
                .ReplaceLineEndings("\n");
        }
        catch (ArgumentException)
        {
            faults.Add($"{path}: is not UTF-8 text.");
            return null;
        }
    }
}

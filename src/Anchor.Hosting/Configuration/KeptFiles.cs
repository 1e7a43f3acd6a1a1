namespace Anchor.Hosting.Configuration;

/// <summary>The folder of everything that is kept in files.</summary>
internal static class KeptFiles
{
    /// <summary>Makes it where it is missing, and finds out now rather than at the first write whether files can be made in it.</summary>
    /// <exception cref="AnchorConfigurationException">They cannot.</exception>
    public static void OpenFolder(AnchorSettings settings)
    {
        try
        {
            Directory.CreateDirectory(settings.DataFolder);
            var probe = new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
            };
            using var file = new FileStream(
                Path.Combine(settings.DataFolder, $".probe-{Environment.ProcessId}"),
                probe
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnchorConfigurationException([
                $"{SettingTable.DataFolder.Name}: \"{settings.DataFolder}\" cannot be written: {e.Message}",
            ]);
        }
    }
}

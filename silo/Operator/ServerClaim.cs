namespace Anchor.Silo.Operator;

/// <summary>
/// A server's word that it waits for the data: commands then leave them to it, so that a server which starts amid many of them waits for
/// no more than the one that is at work. The operating system takes the word back from a process that is gone.
/// </summary>
internal sealed class ServerClaim(string folder) : IDisposable
{
    private const string FileName = "server.lock";
    private FileStream? _file;

    /// <summary>Nothing happens if it has it already, another server has it, or a command looks at it this moment.</summary>
    public void TryTake()
    {
        try
        {
            _file ??= File.Open(PathIn(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // Whoever waits asks again.
        }
    }

    public static bool IsTaken(string folder)
    {
        try
        {
            // Shared, so that commands do not see each other here.
            using var look = File.Open(PathIn(folder), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file?.Dispose();

    private static string PathIn(string folder) => Path.Combine(folder, FileName);
}

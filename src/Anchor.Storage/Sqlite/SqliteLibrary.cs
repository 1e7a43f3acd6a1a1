using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Anchor.Storage.Sqlite;

/// <summary>
/// Loads SQLite: the system's library where there is one, because the distribution patches it; else the one that came
/// with the package.
/// </summary>
public static class SqliteLibrary
{
    private const string SystemLibrary = "libsqlite3.so.0";
    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>Which library was loaded, for the start-up log.</summary>
    public static string Origin { get; private set; } = "nowhere yet";

    public static string Version => raw.sqlite3_libversion().utf8_to_string();

    public static void Load()
    {
        lock (Gate)
        {
            if (_loaded)
            {
                return;
            }

            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            Batteries_V2.Init();
            _loaded = true;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name is not "e_sqlite3")
        {
            return 0;
        }

        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad(SystemLibrary, out var handle))
        {
            Origin = $"the system ({SystemLibrary})";
            return handle;
        }

        Origin = "the package (e_sqlite3)";
        return 0;
    }
}

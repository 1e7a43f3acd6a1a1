using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Anchor.Sqlite;

/// <summary>
/// The one SQLite of this process: the system's library where there is one, because the distribution patches it; else the one that came
/// with the package.
/// </summary>
/// <remarks>
/// Each native function is bound at its first call. A connection opened before the library is chosen would bind some functions to the
/// package's library and leave the rest to the system's, and one handing its structures to the other ends the process by SIGSEGV. So
/// nothing else in this repository makes a connection.
/// </remarks>
public static class SqliteLibrary
{
    private static readonly string[] SystemNames = ["libsqlite3.so.0", "libsqlite3.dylib"];
    private static readonly Lazy<(string Version, string Origin)> Chosen = new(Choose);

    public static string Version => Chosen.Value.Version;

    /// <summary>Where the library was found, for people.</summary>
    public static string Origin => Chosen.Value.Origin;

    /// <summary>Opens a connection that is the caller's alone: closing it closes the file.</summary>
    public static SqliteConnection Open(SqliteConnectionStringBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = Chosen.Value;
        options.Pooling = false;
#pragma warning disable RS0030 // The one place where connections are made.
        var connection = new SqliteConnection(options.ConnectionString);
#pragma warning restore RS0030
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static (string Version, string Origin) Choose()
    {
        var origin = "the package (e_sqlite3)";
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        return (raw.sqlite3_libversion().utf8_to_string(), origin);

        nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
        {
            foreach (var candidate in SystemNames)
            {
                if (NativeLibrary.TryLoad(candidate, out var handle))
                {
                    origin = $"the system ({candidate})";
                    return handle;
                }
            }

            return 0;
        }
    }
}

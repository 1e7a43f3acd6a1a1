using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Anchor.Testing.Postgres;

/// <summary>
/// A server of PostgreSQL in a folder of its own, on a free port of the loopback address, that waits for the disk as a real one does. It
/// ends with the test program, however that ends.
/// </summary>
public sealed class TemporaryPostgres : IDisposable
{
    private const string User = "anchor";

    // It ends with a word that says how; or when nobody holds the other end of its standard input any more, and then leaves nothing behind.
    private const string Guard = """
        "$@" >> "$0/log.txt" 2>&1 & child=$!
        if read -r signal; then
            kill -s "$signal" $child; wait $child
        else
            kill -s QUIT $child; wait $child; rm -rf "$0"
        fi
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly Lock Gate = new();
    private static TemporaryPostgres? _shared;

    private readonly string _folder;
    private readonly int _port;
    private Process? _process;
    private int _databases;

    private TemporaryPostgres(string folder, int port) => (_folder, _port) = (folder, port);

    /// <summary>Why there can be none here; null if there can.</summary>
    public static string? Missing =>
        PostgresProgram.Folder is null ? "PostgreSQL is not installed (Debian's package postgresql)" : null;

    /// <summary>One for all tests of this program.</summary>
    public static TemporaryPostgres Shared
    {
        get
        {
            lock (Gate)
            {
                if (_shared is null)
                {
                    _shared = Start();
                    AppDomain.CurrentDomain.ProcessExit += static (_, _) => _shared._process?.StandardInput.Close();
                }

                return _shared;
            }
        }
    }

    /// <summary>Makes a server and starts it.</summary>
    public static TemporaryPostgres Start()
    {
        // The server's user makes the folder, and removes it at the end.
        var name = $"anchor-postgres-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        var folder = Path.Combine(Path.GetTempPath(), name);
        string[] arguments = ["-D", folder, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"];
        // Words sort as people sort them, where that is to be had: what relies on the order of bytes must say so itself.
        if (
            !TryRun("initdb", [.. arguments, "--locale-provider=icu", "--icu-locale=en-US"])
            && !TryRun("initdb", arguments)
        )
        {
            throw new InvalidOperationException("PostgreSQL cannot make its folder.");
        }

        var server = new TemporaryPostgres(folder, FreePort());
        server.Resume();
        return server;
    }

    /// <summary>The address of its database that is there from the start.</summary>
    public string Url => UrlOf("postgres");

    /// <summary>Makes an empty database and gives its address.</summary>
    public string CreateDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        Execute($"CREATE DATABASE {name}");
        return UrlOf(name);
    }

    /// <summary>Makes an empty schema in a database that all of them share, which is quicker, and gives its address.</summary>
    public string CreateSchema()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        Execute($"CREATE SCHEMA {name}");
        return $"{UrlOf("postgres")}?options=-csearch_path%3D{name}";
    }

    /// <summary>Stops the server at once, as when its machine is switched off (<c>QUIT</c>), or in its order (<c>INT</c>).</summary>
    public void Stop(string signal = "QUIT")
    {
        Running.StandardInput.WriteLine(signal);
        End();
    }

    /// <summary>Starts the server again on the same data and port.</summary>
    public void Resume()
    {
        var program = Path.Combine(PostgresProgram.Folder!, "postgres");
        _process = Launch(
            redirectInput: true,
            ["sh", "-c", Guard, _folder, program, "-D", _folder],
            [
                "-p",
                _port.ToString(CultureInfo.InvariantCulture),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
            ]
        );
        var started = Stopwatch.GetTimestamp();
        while (!Answers())
        {
            if (_process.WaitForExit(Pause) || Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException($"PostgreSQL does not start; its log is {_folder}/log.txt.");
            }
        }
    }

    public void Dispose()
    {
        if (_process is null)
        {
            Resume();
        }

        End();
    }

    private Process Running => _process ?? throw new InvalidOperationException("It does not run.");

    private void End()
    {
        Running.StandardInput.Close();
        Running.WaitForExit();
        Running.Dispose();
        _process = null;
    }

    private string UrlOf(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"postgresql://{User}@127.0.0.1:{_port}/{database}");

    private void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are our own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Host=127.0.0.1;Port={_port};Username={User};Database=postgres;Pooling=false;Timeout=5"
            )
        );
        connection.Open();
        return connection;
    }

    private bool Answers()
    {
        try
        {
            Connect().Dispose();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static bool TryRun(string program, string[] arguments)
    {
        using var process = Launch(redirectInput: false, [Path.Combine(PostgresProgram.Folder!, program)], arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static Process Launch(bool redirectInput, string[] command, string[] arguments)
    {
        string[] words = [.. PostgresProgram.As(), .. command, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = redirectInput,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        var process = Process.Start(start)!;
        // What initdb has to say is of no use here, and must not fill the pipe.
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Below the range from which clients are given ports: one of them could keep the server from coming back to its own.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(11_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // The next one, then.
            }
        }
    }
}

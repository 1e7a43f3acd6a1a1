using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Anchor.Benchmarks.Report;

namespace Anchor.Benchmarks.Servers;

/// <summary>A server as a process of its own, with what it cost so far.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;

    private ServerProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>From the start of the process until it said that it is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Starts a program of this build and waits until it answers.</summary>
    /// <param name="program">Its file's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its working directory; what it prints goes to <c>server.log</c> there.</param>
    /// <param name="environment">Its configuration.</param>
    /// <param name="url">Where it listens.</param>
    /// <param name="readyPath">What answers 200 once it is ready.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ServerProcess> StartAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        Uri url,
        string readyPath,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(folder);
        // The shell only points the output to a file, and is gone: nobody here spends time on reading it.
        var info = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c",
                "exec \"$0\" \"$@\" >>server.log 2>&1",
                Path.Combine(AppContext.BaseDirectory, program),
                .. arguments,
            ]
        )
        {
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var started = Stopwatch.GetTimestamp();
        var server = new ServerProcess(Process.Start(info)!, url);
        try
        {
            await server.WaitAsync(new Uri(url, readyPath), folder, cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server.ReadyAfter = Stopwatch.GetElapsedTime(started);
        return server;
    }

    /// <summary>User and system time that the process has used.</summary>
    public TimeSpan CpuTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Resident memory in megabytes, shared pages included.</summary>
    public double Megabytes() =>
        double.Parse(Machine.Line($"/proc/{_process.Id}/status", "VmRSS")!.Split(' ')[0], CultureInfo.InvariantCulture)
        / 1024;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = NativeMethods.Kill(_process.Id, SigTerm);
            using var deadline = new CancellationTokenSource(Patience);
            await _process.WaitForExitAsync(deadline.Token);
        }

        _process.Dispose();
    }

    private async Task WaitAsync(Uri ready, string folder, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException(
                    $"The server ended: {await File.ReadAllTextAsync(Path.Combine(folder, "server.log"), cancellationToken)}"
                );
            }

            try
            {
                using var answer = await http.GetAsync(ready, deadline.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(Glance, TimeProvider.System, deadline.Token);
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int process, int signal);
    }
}

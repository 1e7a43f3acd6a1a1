using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Anchor.Silo.Facilitator;

/// <summary>One life of the facilitator: a process of this same program.</summary>
internal sealed class FacilitatorLife : IDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Uri _url;

    private FacilitatorLife(Process process, StreamWriter log, Uri url) => (_process, _log, _url) = (process, log, url);

    public static FacilitatorLife Start(
        string file,
        string folder,
        Uri url,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var beside = Path.Combine(AppContext.BaseDirectory, "anchor");
        // Inside a test the process is the test's own program; the anchor lies beside it.
        var info = new ProcessStartInfo(
            isHost ? program
            : File.Exists(beside) ? beside
            : program
        )
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (isHost)
        {
            info.ArgumentList.Add(typeof(FacilitatorLife).Assembly.Location);
        }

        foreach (var argument in (string[])["facilitator", "start", file, "--url", url.ToString()])
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var log = new StreamWriter(Path.Combine(folder, "facilitator.log"), append: true) { AutoFlush = true };
        var process = Process.Start(info)!;
        var life = new FacilitatorLife(process, log, url);
        life.Write($"--- process {process.Id}");
        process.OutputDataReceived += (_, line) => life.Write(line.Data);
        process.ErrorDataReceived += (_, line) => life.Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return life;
    }

    /// <summary>Waits until so many requests are complete, by the facilitator's own word.</summary>
    public async Task CompleteAsync(int requests, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = _url };
        while (true)
        {
            try
            {
                var metrics = await http.GetStringAsync("metrics", cancellationToken);
                if (CompleteRequests(metrics) == requests)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It is only beginning.
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private static int CompleteRequests(string metrics) =>
        metrics
            .Split('\n')
            .Where(line =>
                line.StartsWith("anchor_facilitator_requests{", StringComparison.Ordinal)
                && line.Contains("status=\"COMPLETE\"", StringComparison.Ordinal)
            )
            .Sum(line => int.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));

    /// <summary>SIGKILL, and wait until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; gives the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _ = NativeMethods.Kill(_process.Id, SigTerm);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    private void Write(string? line)
    {
        lock (_log)
        {
            if (line is not null && _log.BaseStream.CanWrite)
            {
                _log.WriteLine(line);
            }
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int process, int signal);
    }
}

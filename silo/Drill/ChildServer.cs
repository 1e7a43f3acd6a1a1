using System.Diagnostics;

namespace Anchor.Silo.Drill;

/// <summary>One life of the server: a process of this same program.</summary>
internal sealed class ChildServer : IDisposable
{
    private const int SigTerm = 15;
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly TaskCompletionSource<string> _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildServer(Process process, StreamWriter log) => (_process, _log) = (process, log);

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The step at which it said it would end, once it has.</summary>
    public string? CrashedAt => _crashed.Task.IsCompletedSuccessfully ? _crashed.Task.Result : null;

    /// <summary>Starts a life.</summary>
    /// <param name="folder">Its working directory; its output is appended to a log there.</param>
    /// <param name="environment">How it is configured.</param>
    /// <param name="other">Another program than this one.</param>
    public static ChildServer Start(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        string? other = null
    )
    {
        var program = other ?? Environment.ProcessPath!;
        var info = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            info.ArgumentList.Add(typeof(ChildServer).Assembly.Location);
        }

        info.ArgumentList.Add("serve");
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var log = new StreamWriter(Path.Combine(folder, "server.log"), append: true) { AutoFlush = true };
        var process = Process.Start(info)!;
        log.WriteLine($"--- process {process.Id}");
        var child = new ChildServer(process, log);
        process.OutputDataReceived += (_, line) => child.Write(line.Data);
        process.ErrorDataReceived += (_, line) => child.Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>SIGKILL, and wait until it is gone.</summary>
    public async Task KillAsync()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It was quicker.
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; gives the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _ = NativeMethods.Kill(_process.Id, SigTerm);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

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
        if (line is null)
        {
            return;
        }

        if (line.StartsWith(CrashSwitch.Word, StringComparison.Ordinal))
        {
            _crashed.TrySetResult(line[CrashSwitch.Word.Length..]);
        }

        lock (_log)
        {
            if (_log.BaseStream.CanWrite)
            {
                _log.WriteLine(line);
            }
        }
    }

    private static class NativeMethods
    {
        [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [System.Runtime.InteropServices.DefaultDllImportSearchPaths(
            System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories
        )]
        public static extern int Kill(int process, int signal);
    }
}

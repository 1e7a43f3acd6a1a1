using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Anchor.EndToEnd.Tests.Support;

/// <summary>A built program of this repository as a real process.</summary>
internal sealed class ProgramRun : IDisposable
{
    /// <summary>Commands and servers wait for each other up to a minute, and then have their work still to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public const string Anchor = "anchor";
    public const string Sample = "MinimalAnchor";

    private const int SigTerm = 15;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ProgramRun(Process process) => _process = process;

    public int Id => _process.Id;

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <summary>Starts it in a folder of its own choice, with nothing of this process' configuration.</summary>
    public static ProgramRun Start(
        string program,
        string folder,
        IEnumerable<string> arguments,
        params (string Name, string Value)[] environment
    )
    {
        var info = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, program), arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in ClusterInstallation.EnvironmentOf(folder, environment).Concat(environment))
        {
            info.Environment[name] = value;
        }

        var run = new ProgramRun(Process.Start(info)!);
        run._process.OutputDataReceived += (_, line) => Append(run._output, line.Data);
        run._process.ErrorDataReceived += (_, line) => Append(run._errors, line.Data);
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It runs on:{Environment.NewLine}{Output}{Errors}");
        }

        return _process.ExitCode;
    }

    /// <summary>SIGTERM; gives the exit code.</summary>
    public Task<int> StopAsync()
    {
        Assert.Equal(0, Signal(_process.Id, SigTerm));
        return WaitForExitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for the first good answer; gives its body.</summary>
    public async Task<string> AnswerAsync(Uri url)
    {
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            Assert.False(_process.HasExited, $"It ended:{Environment.NewLine}{Output}{Errors}");
            try
            {
                return await http.GetStringAsync(url, deadline.Token);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, deadline.Token);
            }
        }
    }

    /// <summary>Waits until it has printed the text.</summary>
    public async Task ShowsAsync(string text)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(deadline.IsCancellationRequested, $"\"{text}\" is not in:{Environment.NewLine}{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}

using System.Globalization;

namespace Anchor.Silo.Drill.Cluster;

/// <summary>A silo or a client: a place with fixed ports, in which one process after the other lives.</summary>
internal sealed class ClusterMember(
    string name,
    string folder,
    string program,
    Uri url,
    IReadOnlyDictionary<string, string> environment
) : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private ChildServer? _life;

    public string Name => name;

    public Uri Url => url;

    public bool HasExited => _life!.HasExited;

    public int ExitCode => _life!.ExitCode;

    public static ClusterMember Silo(int number, string folder, IReadOnlyDictionary<string, string> common)
    {
        var url = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        return new(
            $"silo {number}",
            Path.Combine(folder, $"silo{number}"),
            Environment.ProcessPath!,
            url,
            new Dictionary<string, string>(common)
            {
                ["LISTEN_URL"] = url.AbsoluteUri,
                ["CLUSTER_SILO_PORT"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
                ["CLUSTER_GATEWAY_PORT"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
            }
        );
    }

    public static ClusterMember Client(
        int number,
        string folder,
        string program,
        IReadOnlyDictionary<string, string> common
    )
    {
        var url = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        return new(
            $"client {number}",
            Path.Combine(folder, $"client{number}"),
            program,
            url,
            new Dictionary<string, string>(common) { ["LISTEN_URL"] = url.AbsoluteUri }
        );
    }

    public void Start()
    {
        Directory.CreateDirectory(folder);
        _life?.Dispose();
        _life = ChildServer.Start(folder, environment, program);
    }

    public Task KillAsync() => _life!.KillAsync();

    /// <summary>SIGTERM; gives the exit code.</summary>
    public Task<int> StopAsync(CancellationToken cancellationToken) => _life!.StopAsync(cancellationToken);

    /// <summary>True once it answers; false if it ended before, or the time is over.</summary>
    public async Task<bool> WaitUntilReadyAsync(
        HttpClient browser,
        TimeSpan patience,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var since = time.GetTimestamp();
        while (!HasExited && time.GetElapsedTime(since) < patience)
        {
            try
            {
                using var response = await browser.GetAsync(new Uri(url, "/health/live"), cancellationToken);
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Glance, time, cancellationToken);
            }
        }

        return false;
    }

    public void Dispose() => _life?.Dispose();
}

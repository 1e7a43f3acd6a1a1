using Anchor.Benchmarks.World;

namespace Anchor.Benchmarks.Servers;

/// <summary>The processes of one anchor: a single one, or the silos of a cluster. The first is the one that is asked.</summary>
internal sealed class ServerGroup : IAsyncDisposable
{
    private readonly List<ServerProcess> _servers = [];

    public Uri Url => _servers[0].Url;

    /// <summary>From the start of the first process until it was ready.</summary>
    public TimeSpan ReadyAfter => _servers[0].ReadyAfter;

    /// <summary>Starts so many processes of a program on one store; together they are one anchor.</summary>
    public static Task<ServerGroup> StartAsync(
        string program,
        string verb,
        BenchWorld world,
        BenchStore store,
        int count,
        CancellationToken cancellationToken
    )
    {
        var anchor = BenchWorld.FreeAddress();
        return StartAsync(
            count,
            number => StartMemberAsync(program, verb, world, store, anchor, number, cancellationToken)
        );
    }

    /// <summary>One process of an anchor; the first, number 0, listens where its users look for it.</summary>
    public static Task<ServerProcess> StartMemberAsync(
        string program,
        string verb,
        BenchWorld world,
        BenchStore store,
        Uri anchor,
        int number,
        CancellationToken cancellationToken
    )
    {
        var url = number == 0 ? anchor : BenchWorld.FreeAddress();
        return ServerProcess.StartAsync(
            program,
            [verb],
            store.Folder,
            world.EnvironmentOf(anchor, url, store, number),
            url,
            "/health/ready",
            cancellationToken
        );
    }

    /// <summary>Starts them one after another, by their numbers from 0.</summary>
    public static async Task<ServerGroup> StartAsync(int count, Func<int, Task<ServerProcess>> start)
    {
        var group = new ServerGroup();
        try
        {
            for (var number = 0; number < count; number++)
            {
                group._servers.Add(await start(number));
            }
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }

        return group;
    }

    /// <summary>User and system time that all of them have used.</summary>
    public TimeSpan CpuTime() => _servers.Aggregate(TimeSpan.Zero, (sum, server) => sum + server.CpuTime());

    /// <summary>Resident memory of all of them in megabytes, shared pages included.</summary>
    public double Megabytes() => _servers.Sum(server => server.Megabytes());

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.AsEnumerable().Reverse())
        {
            await server.DisposeAsync();
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Anchor.Benchmarks.Report;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Silo.Facilitator;
using Anchor.Sqlite;
using Microsoft.Data.Sqlite;

namespace Anchor.Benchmarks.Figures;

/// <summary>How fast the facilitator's listener, a real process, reads 100,000 blocks of a real node, most of them empty, and in how much memory.</summary>
internal sealed class Scan : Measurement
{
    private const long BlocksAtOnce = 1_000;
    private const int Confirmations = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public override string Name => "scan";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        if (LocalChains.WhyNot(bench.Options) is { } reason)
        {
            await Console.Error.WriteLineAsync($"{Name}: {reason}");
            return [];
        }

        var blocks = bench.Options.Quick ? 10_000 : 100_000;
        var folder = Path.Combine(bench.Folder, Name);
        // Later rules put every block's hash into the state, and so many blocks would take hours to make.
        await using var sandbox = await MosaicSandbox.StartAsync(
            new SandboxChoice(Hardfork: "shanghai", ForgetsStates: true),
            cancellationToken
        );
        var events = await GrowAsync(sandbox, blocks, cancellationToken);
        var head = await sandbox.Origin.Client.GetBlockNumberAsync(cancellationToken);
        using var worker = DevelopmentChain.Key("worker");
        var file = SandboxFiles.Write(sandbox, folder, [worker], Confirmations);
        await using var listener = await LocalChains.StartAsync(
            ["listener", "start", file],
            folder,
            [worker],
            cancellationToken
        );
        var (from, started, cpu) = (Height(folder), Stopwatch.GetTimestamp(), listener.CpuTime());
        var memory = listener.Megabytes();
        while (Height(folder) < head)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"Only {Height(folder)} of {head} blocks are read.");
            }

            memory = Math.Max(memory, listener.Megabytes());
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        var took = Stopwatch.GetElapsedTime(started);
        return
        [
            new(
                $"reading {blocks:N0} blocks of a real node, {events} events in them",
                (head - from) / took.TotalSeconds,
                "blocks/s"
            )
            {
                Failures = Math.Abs(events - Count(folder)),
                CpuMicroseconds = (listener.CpuTime() - cpu).TotalMicroseconds / (head - from),
            },
            new("the most memory of the listener meanwhile", memory, "MB"),
        ];
    }

    /// <summary>Makes the blocks; every thousandth or so has an event of a contract that is read. Gives the number of those.</summary>
    private static async Task<long> GrowAsync(MosaicSandbox sandbox, int blocks, CancellationToken cancellationToken)
    {
        using var person = await sandbox.NewPersonAsync(cancellationToken);
        for (long made = 0; made < blocks; made += BlocksAtOnce)
        {
            await sandbox.Origin.AskAsync("anvil_mine", Hex.Quantity(BlocksAtOnce));
            await sandbox.AnchorAsync(cancellationToken);
        }

        var filter = new Ethereum.JsonRpc.LogFilter([sandbox.Composer, sandbox.Gateway, sandbox.OriginAnchor], []);
        var head = await sandbox.Origin.Client.GetBlockNumberAsync(cancellationToken);
        return (await sandbox.Origin.Client.GetLogsAsync(filter, 0, head, cancellationToken)).Length;
    }

    private static long Height(string folder)
    {
        var cursor = Value(folder, "SELECT json FROM chain_cursors WHERE chain = '1337'");
        return cursor is string json && JsonNode.Parse(json)!["trail"]!.AsArray() is [.., { } latest]
            ? latest["height"]!.GetValue<long>()
            : 0;
    }

    private static long Count(string folder) =>
        Convert.ToInt64(
            Value(folder, "SELECT count(*) FROM chain_events WHERE chain = '1337'"),
            CultureInfo.InvariantCulture
        );

    private static object? Value(string folder, string sql)
    {
        using var connection = SqliteLibrary.Open(
            new() { DataSource = Path.Combine(folder, "facilitator.db"), Mode = SqliteOpenMode.ReadOnly }
        );
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

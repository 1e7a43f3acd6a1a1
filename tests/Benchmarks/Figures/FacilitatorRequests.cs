using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.Servers;
using Anchor.Benchmarks.World;
using Anchor.Crypto;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Silo.Facilitator;

namespace Anchor.Benchmarks.Figures;

/// <summary>
/// How many stakes a facilitator brings to their end in a minute, with one worker and with four: a real process and two real chains with a
/// block a second, all on the same two cores. Beside it stands what the chains' blocks could hold of such stakes.
/// </summary>
internal sealed class FacilitatorRequests : Measurement
{
    private const int Confirmations = 2;
    private const int SecondsPerBlock = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly EthereumAddress Beneficiary = EthereumAddress.Parse(
        "0x000000000000000000000000000000000be9c400"
    );

    public override string Name => "facilitator";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        if (LocalChains.WhyNot(bench.Options) is { } reason)
        {
            await Console.Error.WriteLineAsync($"{Name}: {reason}");
            return [];
        }

        var one = await MeasureAsync(bench, 1, cancellationToken);
        var four = await MeasureAsync(bench, 4, cancellationToken);
        // Both found the same limit.
        return [.. one, .. four.Skip(1)];
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(
        Bench bench,
        int workers,
        CancellationToken cancellationToken
    )
    {
        var count = bench.Options.Quick ? 40 : 300;
        var folder = Path.Combine(bench.Folder, $"facilitator-{workers}");
        var keys = Keys(workers);
        await using var sandbox = await MosaicSandbox.StartAsync(
            new SandboxChoice(Confirmations: Confirmations),
            cancellationToken
        );
        foreach (var key in keys.Skip(1))
        {
            await sandbox.AddWorkerAsync(EthereumAddress.Of(key), cancellationToken);
        }

        var file = SandboxFiles.Write(
            sandbox,
            folder,
            keys,
            Confirmations,
            new SandboxFileChoice(LookInterval: SecondsPerBlock)
        );
        var requests = await AskAsync(sandbox, count, cancellationToken);
        var before = (
            Origin: await sandbox.Origin.Client.GetBlockNumberAsync(cancellationToken),
            Auxiliary: await sandbox.Auxiliary.Client.GetBlockNumberAsync(cancellationToken)
        );
        await sandbox.Origin.AskAsync("evm_setIntervalMining", SecondsPerBlock);
        await sandbox.Auxiliary.AskAsync("evm_setIntervalMining", SecondsPerBlock);
        using var anchoring = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var anchors = sandbox.KeepAnchoringAsync(TimeSpan.FromSeconds(SecondsPerBlock), anchoring.Token);
        var started = Stopwatch.GetTimestamp();
        TimeSpan took;
        TimeSpan cpu;
        double memory;
        await using (var server = await LocalChains.StartAsync(["start", file], folder, keys, cancellationToken))
        {
            await CompleteAsync(server.Url, count, cancellationToken);
            (took, cpu, memory) = (Stopwatch.GetElapsedTime(started), server.CpuTime(), server.Megabytes());
        }

        await anchoring.CancelAsync();
        await anchors;
        var arrived = await ArrivedAsync(sandbox, cancellationToken);
        var origin = await GasAsync(sandbox.Origin, before.Origin, keys, cancellationToken);
        var auxiliary = await GasAsync(sandbox.Auxiliary, before.Auxiliary, keys, cancellationToken);
        keys.ForEach(key => key.Dispose());
        return
        [
            new(
                $"limit: stakes that blocks of {SecondsPerBlock} s hold, by their gas",
                LimitOf(origin, auxiliary, count),
                "/min"
            ),
            new($"{count} stakes brought to their end, {Plural(workers)}", count / took.TotalMinutes, "/min")
            {
                Failures =
                    requests.Count(request => !arrived.Contains(request.Amount)) + Math.Abs(arrived.Count - count),
                CpuMicroseconds = cpu.TotalMicroseconds / count,
            },
            new($"memory of the facilitator after it, {Plural(workers)}", memory, "MB"),
        ];
    }

    private static string Plural(int workers) => workers == 1 ? "1 worker" : $"{workers} workers";

    private static List<Secp256k1PrivateKey> Keys(int count) =>
        [
            DevelopmentChain.Key("worker"),
            .. Enumerable
                .Range(1, count - 1)
                .Select(i =>
                    Secp256k1PrivateKey.FromBytes([.. new byte[Secp256k1.PrivateKeySize - 1], (byte)(100 + i)])
                ),
        ];

    /// <summary>Everybody asks once, and the amounts tell them apart. The chains make a block for every transaction meanwhile.</summary>
    private static async Task<IReadOnlyList<SandboxRequest>> AskAsync(
        MosaicSandbox sandbox,
        int count,
        CancellationToken cancellationToken
    ) =>
        await Task.WhenAll(
            Enumerable
                .Range(1, count)
                .Select(async i =>
                {
                    using var person = await sandbox.NewPersonAsync(cancellationToken);
                    return await person.StakeAsync(MosaicSandbox.Ether + (ulong)i, Beneficiary, cancellationToken);
                })
        );

    private static async Task CompleteAsync(Uri facilitator, int count, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var wanted = string.Create(
            CultureInfo.InvariantCulture,
            $"anchor_facilitator_requests{{kind=\"stake\",status=\"COMPLETE\"}} {count}\n"
        );
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        while (
            !(await http.GetStringAsync(new Uri(facilitator, "metrics"), deadline.Token)).Contains(
                wanted,
                StringComparison.Ordinal
            )
        )
        {
            await Task.Delay(Pause, TimeProvider.System, deadline.Token);
        }
    }

    /// <summary>The amounts that were minted for, each as often as it was.</summary>
    private static async Task<List<UInt256>> ArrivedAsync(MosaicSandbox sandbox, CancellationToken cancellationToken)
    {
        var minted = GatewayContract.MintProgressed;
        var logs = await sandbox.Auxiliary.Client.GetLogsAsync(
            new LogFilter([sandbox.CoGateway], [minted.Topic]),
            0,
            await sandbox.Auxiliary.Client.GetBlockNumberAsync(cancellationToken),
            cancellationToken
        );
        return [.. logs.Select(log => minted.TryDecode(log)!.Get<UInt256>("amount"))];
    }

    /// <summary>The gas that the workers' transactions took, and what a block holds.</summary>
    private static async Task<(long Used, long Block)> GasAsync(
        AnvilNode node,
        long above,
        List<Secp256k1PrivateKey> keys,
        CancellationToken cancellationToken
    )
    {
        var workers = keys.Select(key => EthereumAddress.Of(key).ToLowerHex()).ToHashSet(StringComparer.Ordinal);
        var head = (await node.Client.FindBlockAsync(BlockTag.Latest, cancellationToken))!;
        long used = 0;
        for (var height = above + 1; height <= head.Number; height++)
        {
            var receipts = (await node.AskAsync("eth_getBlockReceipts", Hex.Quantity(height)))!.AsArray();
            used += receipts.Where(one => workers.Contains(Text(one!, "from"))).Sum(one => Number(one!, "gasUsed"));
        }

        return (used, head.GasLimit);
    }

    private static double LimitOf((long Used, long Block) origin, (long Used, long Block) auxiliary, int count) =>
        60.0
        / SecondsPerBlock
        * Math.Min(origin.Block / ((double)origin.Used / count), auxiliary.Block / ((double)auxiliary.Used / count));

    private static string Text(JsonNode receipt, string name) => receipt[name]!.GetValue<string>().ToLowerInvariant();

    private static long Number(JsonNode receipt, string name) =>
        long.Parse(Text(receipt, name).AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

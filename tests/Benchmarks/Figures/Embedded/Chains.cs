using System.Collections.Immutable;
using System.Diagnostics;
using Anchor.Benchmarks.Report;
using Anchor.Crypto;
using Anchor.Domain.Chains;
using Anchor.Domain.Workers;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Grains;
using Anchor.Grains.Chains;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Anchor.Grains.Workers;
using Anchor.Ledgers.Ethereum;
using Anchor.Storage;
using Anchor.Testing.Anvil;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Embedded;
using Orleans.Embedded.Reminders;

namespace Anchor.Benchmarks.Figures;

/// <summary>How fast the past of a chain is read, and how fast one account sends to a real chain, which uses the same two cores.</summary>
internal sealed class Chains : Measurement
{
    private const int Blocks = 100_000;
    private const int Orders = 300;
    private const string Token = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly EthereumAddress Worker = EthereumAddress.Of(DevelopmentAccounts.Worker);

    public override string Name => "chains";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("anchor-bench-chains-");
        try
        {
            IReadOnlyList<Figure> figures = await ReadAsync(folder.FullName, cancellationToken);
            if (AnvilProgram.Missing is { } missing)
            {
                await Console.Error.WriteLineAsync($"chains: {missing}");
                return figures;
            }

            await using var chain = await AnvilChain.StartAsync(AnvilOptions.Origin, cancellationToken);
            using var host = await StartAsync(Options(1337, chain.Url), folder.FullName, cancellationToken);
            figures = [.. figures, await SendAsync(chain, host, cancellationToken)];
            await host.StopAsync(cancellationToken);
            return figures;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Figure> SendAsync(AnvilChain chain, IHost host, CancellationToken cancellationToken)
    {
        var key = WorkerAccount.KeyOf("1337", Worker.ToString());
        var account = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IWorkerAccountGrain>(key);
        var before = await chain.Client.GetTransactionCountAsync(Worker, BlockTag.Latest, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Orders; i++)
        {
            await account.OrderAsync(
                new WorkerOrder($"order-{i}", key, Token, "0", "0x18160ddd", 0),
                cancellationToken
            );
        }

        while ((await account.GetViewAsync(cancellationToken)) is { Queued: > 0 } or { InFlight: > 0 })
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var sent = await chain.Client.GetTransactionCountAsync(Worker, BlockTag.Latest, cancellationToken) - before;
        return new Figure("one worker: transactions tried, signed, stored, sent, final", Orders / seconds, "/s")
        {
            Failures = Orders - sent,
        };
    }

    private static async Task<IReadOnlyList<Figure>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        await using var chain = await LongChain.StartAsync(Blocks);
        using var host = await StartAsync(Options(42, chain.Url), folder, cancellationToken);
        var scanner = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IChainScannerGrain>("42");
        var started = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        await scanner.EnsureReaderAsync(cancellationToken);
        while ((await scanner.GetHealthAsync(cancellationToken)).Hash != LongChain.HashOf(Blocks))
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await host.StopAsync(cancellationToken);
        return
        [
            new($"reading {Blocks:N0} blocks of a stand-in node", Blocks / seconds, "blocks/s")
            {
                CpuMicroseconds = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Blocks,
            },
            new("memory after it, the node's included", Environment.WorkingSet / (1024.0 * 1024), "MiB"),
        ];
    }

    private static EthereumChainOptions Options(long chainId, Uri node) =>
        new()
        {
            Name = $"{chainId}",
            ChainId = chainId,
            Rpc = node,
            Confirmations = 1,
            BlockDelay = 0,
            FromBlock = 0,
            Workers = chainId == 1337 ? [Worker] : [],
        };

    private static async Task<IHost> StartAsync(
        EthereumChainOptions chain,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddAnchorStorage(new StorageOptions { Path = Path.Combine(folder, $"{chain.Name}.db") });
        builder.Services.AddLogging();
        builder.Services.AddSingleton<IBackground, Background>();
        builder.Services.AddSingleton<IMoneySteps, UnwatchedSteps>();
        builder.Services.AddSingleton<IReminderTable>(new InMemoryReminderTable());
        builder.Services.AddEmbeddedOrleans(static _ => { }, typeof(ITransactionGrain).Assembly);
        builder.Services.AddSingleton<IChainEvents>(new NobodysEvents());
        builder.Services.AddEthereumChains([chain], [DevelopmentAccounts.Worker]);
        builder.Services.AddEthereumScan();
        builder.Services.Configure<WorkerOptions>(options => options.LookInterval = TimeSpan.FromMilliseconds(50));
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }

    /// <summary>Reads the token's events; starts no reader by itself.</summary>
    private sealed class NobodysEvents : IChainEvents
    {
        public ImmutableArray<string> Chains => [];

        public ChainFilter FilterOf(string chain) => new([Token], []);

        public Task TellAsync(ChainEvent chainEvent, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

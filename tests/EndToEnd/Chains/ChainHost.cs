using System.Collections.Immutable;
using Anchor.Crypto;
using Anchor.Domain.Workers;
using Anchor.Ethereum;
using Anchor.Grains;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Anchor.Grains.Workers;
using Anchor.Ledgers.Ethereum;
using Anchor.Storage;
using Anchor.Testing.Anvil;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Embedded;
using Orleans.Embedded.Reminders;

namespace Anchor.EndToEnd.Tests.Chains;

/// <summary>A process of grains that work on real chains, with a database of its own that outlives it.</summary>
internal sealed class ChainHost : IAsyncDisposable
{
    private readonly IHost _host;

    private ChainHost(IHost host)
    {
        _host = host;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    public IGrainFactory Grains { get; }

    public IServiceProvider Services => _host.Services;

    public static async Task<ChainHost> StartAsync(
        string folder,
        ImmutableArray<EthereumChainOptions> chains,
        Action<IServiceCollection>? configure,
        params Secp256k1PrivateKey[] keys
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddAnchorStorage(new StorageOptions { Path = Path.Combine(folder, "anchor.db") });
        builder.Services.AddLogging();
        builder.Services.AddSingleton<IBackground, Background>();
        builder.Services.AddSingleton<IMoneySteps, UnwatchedSteps>();
        builder.Services.AddSingleton<IReminderTable>(new InMemoryReminderTable());
        builder.Services.AddEmbeddedOrleans(static _ => { }, typeof(ITransactionGrain).Assembly);
        builder.Services.AddEthereumChains(chains, keys);
        builder.Services.Configure<WorkerOptions>(options =>
        {
            options.LookInterval = TimeSpan.FromMilliseconds(50);
            options.PrepareAgain = TimeSpan.FromMilliseconds(200);
        });
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new ChainHost(host);
    }

    public static EthereumChainOptions Options(
        AnvilChain chain,
        int confirmations,
        params Secp256k1PrivateKey[] keys
    ) =>
        new()
        {
            Name = chain.ChainId.ToString(),
            ChainId = chain.ChainId,
            Rpc = chain.Url,
            Confirmations = confirmations,
            Workers = [.. keys.Select(EthereumAddress.Of)],
        };

    /// <summary>Waits until the order is done.</summary>
    public async Task<WorkerTransaction> EndOfAsync(string account, string orderId)
    {
        WorkerTransaction? found = null;
        await Until.TrueAsync(
            async () => (found = await Account(account).FindAsync(orderId, default)) is { IsDone: true },
            () => $"{orderId} is {found?.Status}: {found?.Trouble}"
        );
        return found!;
    }

    public IWorkerAccountGrain Account(string key) => Grains.GetGrain<IWorkerAccountGrain>(key);

    /// <summary>Ends at once: what runs is cancelled wherever it is.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _host.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // It was not given any time.
        }

        _host.Dispose();
    }
}

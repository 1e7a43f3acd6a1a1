using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Transactions;
using Anchor.Grains.Chains;
using Anchor.Grains.Ports;
using Anchor.Ledgers.Ethereum;
using Anchor.Testing.Anvil;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.EndToEnd.Tests.Chains;

/// <summary>Real chains are read without a gap and without a repetition, also when they change their past.</summary>
public sealed class ScannerTests : IDisposable
{
    internal const string Token = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    private static readonly AbiEvent Transferred = new("Transfer(address indexed, address indexed, uint256)");
    private static readonly AbiFunction Transfer = new("transfer(address,uint256)");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-scanner-");

    public ScannerTests() => Assert.SkipWhen(AnvilProgram.Missing is not null, AnvilProgram.Missing ?? "");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_event_of_two_chains_is_told_once_over_a_restart_and_in_order()
    {
        await using var origin = await AnvilChain.StartAsync(AnvilOptions.Origin);
        await using var auxiliary = await AnvilChain.StartAsync(AnvilOptions.Auxiliary);
        string[] gateways = [Token, "0x0165878A594ca255338adfa4d48449f69242Eb8F"];
        var told = new ToldEvents(gateways, [], origin, auxiliary);
        await using (await StartAsync(told, null, Options(origin, batch: 3), Options(auxiliary, batch: 4)))
        {
            await UntilStandingAsync(told, origin, gateways);
            await UntilStandingAsync(told, auxiliary, gateways);
        }

        var before = told.Told.Length;
        Assert.NotEqual(0, before);
        await TransferAsync(origin, 1);
        await using var host = await StartAsync(told, null, Options(origin), Options(auxiliary));
        await UntilStandingAsync(told, origin, gateways);

        Assert.Equal(before + 1, told.Told.Length);
        Assert.Equal(1, told.Told[^1].LogIndex + 1);
        var ofOrigin = told.Told.Where(item => item.Chain == "1337").Select(item => (item.Height, item.LogIndex));
        Assert.Equal(ofOrigin.Order(), ofOrigin);
    }

    [Fact]
    public async Task After_any_reorganisations_what_stands_is_what_the_chain_says()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var chain = await AnvilChain.StartAsync(AnvilOptions.Origin);
        var told = new ToldEvents([Token], [Transferred.Topic.ToString()], chain);
        await using var host = await StartAsync(told, null, Options(chain, delay: 0));
        await UntilStandingAsync(told, chain, [Token]);
        for (var round = 0; round < 15; round++)
        {
            for (var i = random.Next(4); i >= 0; i--)
            {
                await TransferAsync(chain, round);
                await chain.MineAsync(random.Next(1, 3));
            }

            if (random.Next(2) == 0)
            {
                await UntilReadAsync(host, chain);
            }

            await chain.ReorganizeAsync(random.Next(1, 7));
            await chain.MineAsync(random.Next(1, 3));
        }

        await UntilStandingAsync(told, chain, [Token], $"seed {seed}");
        var health = await host.Grains.GetGrain<IChainScannerGrain>("1337").GetHealthAsync(default);
        Assert.True(health.Rewinds > 0, $"seed {seed}");
        Assert.Null(health.Alarm);
        Assert.Contains(told.Told, item => item.IsOrphaned);
    }

    [Fact]
    public async Task An_event_that_always_fails_is_set_aside_and_keeps_no_other_waiting()
    {
        await using var chain = await AnvilChain.StartAsync(AnvilOptions.Origin);
        await TransferAsync(chain, 1);
        var poison = await chain.Client.GetBlockNumberAsync(default);
        await TransferAsync(chain, 2);
        var told = new ToldEvents([Token], [], chain) { IsPoison = item => item.Height == poison };
        await using var host = await StartAsync(
            told,
            services => services.Configure<ChainScanOptions>(o => o.RetryPause = TimeSpan.FromMilliseconds(20)),
            Options(chain)
        );
        var store = host.Services.GetRequiredService<IScanStore>();

        await Until.TrueAsync(
            async () => (await store.SetAsideAsync("1337", 10, default)).Length == 1,
            () => "It is not set aside."
        );

        var aside = Assert.Single(await store.SetAsideAsync("1337", 10, default));
        Assert.Equal((poison, ChainEvent.MostFailures), (aside.Height, aside.Failures));
        Assert.Contains("poison", aside.Trouble, StringComparison.Ordinal);
        Assert.Contains(told.Told, item => item.Height == poison + 1);
    }

    [Fact]
    public async Task A_new_block_rings_at_once_where_the_node_announces_it()
    {
        await using var chain = await AnvilChain.StartAsync(AnvilOptions.Origin);
        var told = new ToldEvents([Token], [], chain);
        var options = Options(chain, delay: 0) with
        {
            PollInterval = TimeSpan.FromMinutes(10),
            Ws = new UriBuilder(chain.Url) { Scheme = "ws" }.Uri,
        };
        await using var host = await StartAsync(told, null, options);
        await Until.TrueAsync(
            async () =>
            {
                // The first blocks may come before it listens.
                await TransferAsync(chain, 1);
                return !told.Told.IsEmpty && told.Told[^1].Height == await chain.Client.GetBlockNumberAsync(default);
            },
            () => "Nobody rang."
        );
    }

    [Fact]
    public async Task Another_chain_under_the_same_address_raises_an_alarm_and_nothing_is_told()
    {
        var told = new ToldEvents([Token], []);
        await using (var chain = await AnvilChain.StartAsync(AnvilOptions.Origin))
        {
            told = new ToldEvents([Token], [], chain);
            await using var host = await StartAsync(told, null, Options(chain));
            await UntilStandingAsync(told, chain, [Token]);
            await UntilReadAsync(host, chain);
        }

        var before = told.Told.Length;
        await using var other = await AnvilChain.StartAsync(new AnvilOptions());
        await other.MineAsync(100);
        await using var again = await StartAsync(told, null, Options(other));
        ScanHealth? health = null;
        await Until.TrueAsync(
            async () =>
                (health = await again.Grains.GetGrain<IChainScannerGrain>("1337").GetHealthAsync(default)).Alarm
                    is not null,
            () => $"{health}"
        );

        Assert.Equal(before, told.Told.Length);
        Assert.Equal(0, health!.Rewinds);
    }

    private Task<ChainHost> StartAsync(
        ToldEvents told,
        Action<IServiceCollection>? configure,
        params ImmutableArray<EthereumChainOptions> chains
    ) =>
        ChainHost.StartAsync(
            _folder.FullName,
            chains,
            services =>
            {
                services.AddSingleton<IChainEvents>(told);
                services.AddEthereumScan();
                configure?.Invoke(services);
            }
        );

    private static EthereumChainOptions Options(AnvilChain chain, int delay = 0, int batch = 1_000) =>
        ChainHost.Options(chain, 1) with
        {
            BlockDelay = delay,
            BatchSize = batch,
            FromBlock = 0,
            PollInterval = TimeSpan.FromMilliseconds(20),
        };

    private static async Task UntilReadAsync(ChainHost host, AnvilChain chain)
    {
        var scanner = host.Grains.GetGrain<IChainScannerGrain>(chain.ChainId.ToString());
        await Until.TrueAsync(
            async () =>
            {
                var head = (await chain.Client.FindBlockAsync(BlockTag.Latest, default))!;
                return (await scanner.GetHealthAsync(default)).Hash == head.Hash.ToString();
            },
            () => "It is not read to the end."
        );
    }

    /// <summary>Waits until what was told is what the chain itself says of its whole past.</summary>
    internal static async Task UntilStandingAsync(
        ToldEvents told,
        AnvilChain chain,
        string[] addresses,
        string because = ""
    )
    {
        var filter = new LogFilter([.. addresses.Select(EthereumAddress.Parse)], []);
        var head = await chain.Client.GetBlockNumberAsync(default);
        var logs = await chain.Client.GetLogsAsync(filter, 0, head, default);
        var expected = logs.Where(log => addresses.Length > 1 || log.Topics[0] == Transferred.Topic)
            .Select(log => $"{log.BlockNumber}/{log.BlockHash}/{log.LogIndex}")
            .ToArray();
        await Until.TrueAsync(
            () => Task.FromResult(told.Standing(chain.ChainId.ToString()).Order().SequenceEqual(expected.Order())),
            () =>
                $"{because}: {string.Join(", ", told.Standing(chain.ChainId.ToString()))} and not {string.Join(", ", expected)}"
        );
    }

    internal static async Task TransferAsync(AnvilChain chain, int amount)
    {
        using var key = DevelopmentAccounts.Owner;
        var from = EthereumAddress.Of(key);
        var signed = new EthereumTransaction
        {
            ChainId = chain.ChainId,
            Nonce = await chain.Client.GetTransactionCountAsync(from, BlockTag.Pending, default),
            Fees = new TransactionFees.Legacy(20_000_000_000),
            GasLimit = 100_000,
            To = EthereumAddress.Parse(Token),
            Data = Transfer.Encode(from, (UInt256)(ulong)amount),
        }.Sign(key);
        await chain.Client.SendRawTransactionAsync(signed.Raw, default);
        await chain.ReceiptAsync(signed.Hash);
    }
}

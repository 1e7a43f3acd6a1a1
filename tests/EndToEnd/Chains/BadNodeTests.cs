using Anchor.Domain.Workers;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Grains.Chains;
using Anchor.Grains.Ports;
using Anchor.Grains.Workers;
using Anchor.Ledgers.Ethereum;
using Anchor.Testing.Anvil;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.EndToEnd.Tests.Chains;

/// <summary>Workers and readers whose node is bad, or whose coin runs out: late perhaps, but right.</summary>
public sealed class BadNodeTests : IDisposable
{
    private static readonly EthereumAddress Worker = EthereumAddress.Of(DevelopmentAccounts.Worker);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-bad-node-");

    public BadNodeTests() => Assert.SkipWhen(AnvilProgram.Missing is not null, AnvilProgram.Missing ?? "");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task With_a_bad_node_every_order_applies_once()
    {
        const int Orders = 15;
        var seed = Environment.TickCount;
        await using var chain = await AnvilChain.StartAsync(new AnvilOptions { BlockTime = 0.1 });
        await using var node = await BadNode.StartAsync(chain.Url, seed);
        await using var host = await StartAsync(chain, node.Url, confirmations: 3);
        var account = WorkerAccount.KeyOf("1337", Worker.ToString());
        for (var i = 1; i <= Orders; i++)
        {
            await OrderAsync(host, account, i);
        }

        for (var i = 1; i <= Orders; i++)
        {
            var end = await host.EndOfAsync(account, $"order-{i}");
            Assert.True(end.Status == WorkerStatus.Succeeded, $"seed {seed}: {end.Trouble}");
            Assert.True(await BalanceAsync(chain, i) == (UInt256)(ulong)i, $"seed {seed}: order {i}");
        }

        Assert.True(node.Spoilt > 3, $"Only {node.Spoilt} answers were spoilt.");
        Assert.Equal(Orders, await chain.Client.GetTransactionCountAsync(Worker, BlockTag.Latest, default));
    }

    [Fact]
    public async Task With_a_bad_node_and_reorganisations_what_stands_is_what_the_chain_says()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var chain = await AnvilChain.StartAsync(AnvilOptions.Origin);
        await using var node = await BadNode.StartAsync(chain.Url, seed);
        var told = new ToldEvents([ScannerTests.Token], [], chain);
        await using var host = await ChainHost.StartAsync(
            _folder.FullName,
            [
                ChainHost.Options(chain, 1) with
                {
                    Rpc = node.Url,
                    BlockDelay = 0,
                    BatchSize = 5,
                    FromBlock = 0,
                    Timeout = BadNode.Silence / 2,
                    PollInterval = TimeSpan.FromMilliseconds(20),
                },
            ],
            services => services.AddSingleton<IChainEvents>(told).AddEthereumScan()
        );
        for (var round = 0; round < 10; round++)
        {
            await ScannerTests.TransferAsync(chain, round);
            await chain.MineAsync(random.Next(1, 4));
            if (random.Next(3) == 0)
            {
                await chain.ReorganizeAsync(random.Next(1, 5));
            }
        }

        await chain.MineAsync();
        await ScannerTests.UntilStandingAsync(told, chain, [ScannerTests.Token], $"seed {seed}");
        Assert.NotEqual(0, node.Spoilt);
        Assert.Null((await host.Grains.GetGrain<IChainScannerGrain>("1337").GetHealthAsync(default)).Alarm);
    }

    [Fact]
    public async Task A_worker_whose_coin_runs_out_says_so_and_goes_on_once_it_is_filled_up()
    {
        await using var chain = await AnvilChain.StartAsync(new AnvilOptions());
        await chain.SetAutomineAsync(false);
        await using var host = await StartAsync(chain, chain.Url, confirmations: 1);
        var account = WorkerAccount.KeyOf("1337", Worker.ToString());
        await OrderAsync(host, account, 1);
        await Until.TrueAsync(
            async () => (await host.Account(account).GetInFlightAsync(default)).Length == 1,
            () => "It is not signed."
        );
        var signed = (await host.Account(account).GetInFlightAsync(default))[0];
        await Until.TrueAsync(
            async () =>
                await chain.Client.FindTransactionAsync(Bytes32.Parse(signed.Attempts[0].Hash), default) is not null,
            () => "It is not sent."
        );

        await chain.AskAsync("anvil_dropTransaction", signed.Attempts[0].Hash);
        await chain.AskAsync("anvil_setBalance", Worker.ToString(), "0x0");
        WorkerView? view = null;
        await Until.TrueAsync(
            async () =>
                (view = await host.Account(account).GetViewAsync(default)) is { Balance: "0", Trouble: { } trouble }
                && trouble.Contains("insufficient funds", StringComparison.OrdinalIgnoreCase),
            () => $"{view}"
        );
        Assert.Null(await host.Services.GetRequiredService<WorkerChoice>().ChooseAsync("1337", 1, default));
        await chain.SetAutomineAsync(true);
        await chain.AskAsync("anvil_setBalance", Worker.ToString(), "0xde0b6b3a7640000");

        var end = await host.EndOfAsync(account, "order-1");
        Assert.Equal((WorkerStatus.Succeeded, signed.Nonce), (end.Status, end.Nonce));
        Assert.Equal((UInt256)1, await BalanceAsync(chain, 1));
        Assert.Equal(account, await host.Services.GetRequiredService<WorkerChoice>().ChooseAsync("1337", 1, default));
    }

    private Task<ChainHost> StartAsync(AnvilChain chain, Uri node, int confirmations) =>
        ChainHost.StartAsync(
            _folder.FullName,
            [
                ChainHost.Options(chain, confirmations, DevelopmentAccounts.Worker) with
                {
                    Rpc = node,
                    Timeout = BadNode.Silence / 2,
                },
            ],
            null,
            DevelopmentAccounts.Worker
        );

    /// <summary>Order i pays i wei to recipient i.</summary>
    private static async Task OrderAsync(ChainHost host, string account, int i)
    {
        var order = new WorkerOrder($"order-{i}", account, Recipient(i).ToString(), i.ToString(), "0x", 0);
        Assert.Null(await host.Account(account).OrderAsync(order, default));
    }

    private static EthereumAddress Recipient(int i) => new([.. new byte[18], 0xbb, (byte)i]);

    private static Task<UInt256> BalanceAsync(AnvilChain chain, int recipient) =>
        chain.Client.GetBalanceAsync(Recipient(recipient), BlockTag.Latest, default);
}

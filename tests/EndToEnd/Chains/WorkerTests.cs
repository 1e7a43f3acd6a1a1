using Anchor.Crypto;
using Anchor.Domain.Workers;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Transactions;
using Anchor.Grains.Workers;
using Anchor.Testing.Anvil;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.EndToEnd.Tests.Chains;

/// <summary>A worker's account on real chains: each order applies once, whatever the chain and the process do.</summary>
public sealed class WorkerTests : IDisposable
{
    private static readonly Secp256k1PrivateKey Key = DevelopmentAccounts.Worker;
    private static readonly EthereumAddress Worker = EthereumAddress.Of(Key);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-worker-");

    public WorkerTests() => Assert.SkipWhen(AnvilProgram.Missing is not null, AnvilProgram.Missing ?? "");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("istanbul")]
    public async Task Orders_given_at_once_are_sent_side_by_side_each_once(string? hardfork)
    {
        await using var chain = await AnvilChain.StartAsync(new AnvilOptions { BlockTime = 0.2, Hardfork = hardfork });
        await using var host = await StartAsync(chain, confirmations: 3);
        var account = AccountOn(chain);

        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => OrderAsync(host, account, i)));
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => OrderAsync(host, account, i)));

        var nonces = new HashSet<long>();
        for (var i = 1; i <= 20; i++)
        {
            var end = await host.EndOfAsync(account, $"order-{i}");
            Assert.Equal(WorkerStatus.Succeeded, end.Status);
            Assert.True(nonces.Add(end.Nonce!.Value));
            Assert.Equal((UInt256)(ulong)i, await BalanceAsync(chain, i));
            Assert.Equal(hardfork == "istanbul", end.Attempts[^1].Tip is null);
        }

        Assert.Equal(20, await CountAsync(chain));
        Assert.Equal(0, (await host.Account(account).GetViewAsync(default)).InFlight);
    }

    [Fact]
    public async Task Killed_at_random_moments_every_order_applies_once_and_every_nonce_is_used_once()
    {
        const int Orders = 30;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var chain = await AnvilChain.StartAsync(new AnvilOptions { BlockTime = 0.1 });
        var account = AccountOn(chain);
        for (var round = 0; round < 8; round++)
        {
            await using var host = await StartAsync(chain, confirmations: 2);
            var ordering = Task.WhenAll(
                Enumerable
                    .Range(1, Orders)
                    .Select(i => OrderAsync(host, account, i).WaitAsync(TimeSpan.FromSeconds(30)))
            );
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(400)), TimeProvider.System);
            await host.DisposeAsync();
            await ordering.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await using var last = await StartAsync(chain, confirmations: 2);
        for (var i = 1; i <= Orders; i++)
        {
            await OrderAsync(last, account, i);
        }

        for (var i = 1; i <= Orders; i++)
        {
            var end = await last.EndOfAsync(account, $"order-{i}");
            Assert.True(end.Status == WorkerStatus.Succeeded, $"seed {seed}: {end.Trouble}");
            Assert.True(await BalanceAsync(chain, i) == (UInt256)(ulong)i, $"seed {seed}: order {i} applied twice");
        }

        Assert.Equal(Orders, await CountAsync(chain));
    }

    [Fact]
    public async Task What_a_reorganisation_takes_away_is_sent_again_as_it_was()
    {
        await using var chain = await AnvilChain.StartAsync(new AnvilOptions());
        await using var host = await StartAsync(chain, confirmations: 4);
        var account = AccountOn(chain);
        await chain.MineAsync(3);
        await OrderAsync(host, account, 1);
        await Until.TrueAsync(async () => await CountAsync(chain) == 1, () => "It is not mined.");
        var before = Assert.Single(await host.Account(account).GetInFlightAsync(default));

        await chain.ReorganizeAsync(1);
        Assert.Equal(0, await CountAsync(chain));
        await Until.TrueAsync(async () => await CountAsync(chain) == 1, () => "It is not sent again.");
        await chain.MineAsync(4);

        var end = await host.EndOfAsync(account, "order-1");
        Assert.Equal(before.Attempts[0].Hash, end.End!.Hash);
        Assert.Equal((UInt256)1, await BalanceAsync(chain, 1));
    }

    [Fact]
    public async Task A_transaction_that_gets_no_block_is_replaced_by_a_dearer_one_and_applies_once()
    {
        await using var chain = await AnvilChain.StartAsync(new AnvilOptions());
        await chain.SetAutomineAsync(false);
        await using var host = await StartAsync(
            chain,
            1,
            options => options.ReplaceAfter = TimeSpan.FromMilliseconds(300)
        );
        var account = AccountOn(chain);
        await OrderAsync(host, account, 1);

        await Until.TrueAsync(
            async () => await host.Account(account).GetInFlightAsync(default) is [{ Attempts.Length: >= 3 }],
            () => "It is not replaced."
        );
        await chain.SetAutomineAsync(true);
        await chain.MineAsync();

        var end = await host.EndOfAsync(account, "order-1");
        Assert.Contains(end.Attempts, attempt => attempt.Hash == end.End!.Hash);
        Assert.True(FeeRules.Replaces(end.Attempts[1], end.Attempts[0]));
        Assert.Equal((UInt256)1, await BalanceAsync(chain, 1));
        Assert.Equal(1, await CountAsync(chain));
    }

    [Fact]
    public async Task An_order_whose_nonce_somebody_else_used_for_good_gets_another_one()
    {
        await using var chain = await AnvilChain.StartAsync(new AnvilOptions());
        await chain.SetAutomineAsync(false);
        await using var host = await StartAsync(chain, confirmations: 2);
        var account = AccountOn(chain);
        await OrderAsync(host, account, 1);
        await Until.TrueAsync(
            async () => (await host.Account(account).GetInFlightAsync(default)).Length == 1,
            () => "It is not signed."
        );

        await SendElsewhereAsync(chain, nonce: 0, fee: 900_000_000_000);
        await chain.SetAutomineAsync(true);
        await Until.TrueAsync(
            async () =>
            {
                await chain.MineAsync();
                return await host.Account(account).FindAsync("order-1", default) is { IsDone: true };
            },
            () => "It does not end."
        );

        var end = await host.EndOfAsync(account, "order-1");
        Assert.Equal(WorkerStatus.Succeeded, end.Status);
        Assert.Equal(1, end.Nonce);
        Assert.Single(end.Displaced);
        Assert.Equal((UInt256)1, await BalanceAsync(chain, 1));
    }

    [Fact]
    public async Task A_gap_that_nobody_here_holds_is_filled()
    {
        await using var chain = await AnvilChain.StartAsync(new AnvilOptions());
        await chain.MineAsync(2);
        await SendElsewhereAsync(chain, nonce: 0, fee: 3_000_000_000);
        await Until.TrueAsync(async () => await CountAsync(chain) == 1, () => "It is not mined.");
        await using var host = await StartAsync(chain, confirmations: 1);
        var account = AccountOn(chain);
        await OrderAsync(host, account, 1);
        Assert.Equal(1, (await host.EndOfAsync(account, "order-1")).Nonce);

        // Both transactions are gone, and only one of them is known here.
        await chain.ReorganizeAsync(2);
        Assert.Equal(0, await CountAsync(chain));
        await OrderAsync(host, account, 2);

        Assert.Equal(WorkerStatus.Succeeded, (await host.EndOfAsync(account, "order-2")).Status);
        Assert.Equal(3, await CountAsync(chain));
        Assert.Equal((UInt256)1, await BalanceAsync(chain, 1));
        Assert.Equal((UInt256)2, await BalanceAsync(chain, 2));
    }

    [Fact]
    public async Task What_would_fail_is_never_sent_and_the_reason_is_the_contracts()
    {
        await using var chain = await AnvilChain.StartAsync(AnvilOptions.Origin);
        await using var host = await StartAsync(chain, confirmations: 1);
        var account = AccountOn(chain);
        var before = await CountAsync(chain);
        var data = new AbiFunction("anchorStateRoot(uint256,bytes32)").Encode((UInt256)99, Bytes32.Keccak([]));
        var anchor = "0x5FC8d32690cc91D4c39d9d3abcBD16989F875707";

        await host.Account(account).OrderAsync(new("refused", account, anchor, "0", Hex.Of(data), 0), default);
        var refused = await host.EndOfAsync(account, "refused");
        var rich = UInt256.MaxValue / 4;
        await host.Account(account).OrderAsync(new("poor", account, anchor, rich.ToString(), "0x", 0), default);
        var poor = await host.EndOfAsync(account, "poor");

        Assert.Equal(WorkerStatus.Failed, refused.Status);
        Assert.Equal("Only the organization is allowed to call this method.", refused.Trouble);
        Assert.Equal(WorkerStatus.OutOfFunds, poor.Status);
        Assert.Equal(before, await CountAsync(chain));
    }

    [Fact]
    public async Task Workers_take_turns_and_one_without_coin_is_passed_over()
    {
        await using var chain = await AnvilChain.StartAsync(new AnvilOptions());
        using var poor = Secp256k1PrivateKey.FromBytes([.. new byte[31], 9]);
        using var other = DevelopmentAccounts.Owner;
        await using var host = await ChainHost.StartAsync(
            _folder.FullName,
            [ChainHost.Options(chain, 1, Key, poor, other)],
            null,
            DevelopmentAccounts.Worker,
            Secp256k1PrivateKey.FromBytes([.. new byte[31], 9]),
            DevelopmentAccounts.Owner
        );
        var choice = host.Services.GetRequiredService<WorkerChoice>();
        var chosen = new List<string?>();
        for (var i = 0; i < 6; i++)
        {
            chosen.Add(await choice.ChooseAsync("1337", 1_000, default));
        }

        Assert.Equal(2, chosen.Distinct().Count());
        Assert.DoesNotContain(WorkerAccount.KeyOf("1337", EthereumAddress.Of(poor).ToString()), chosen);
        Assert.Null(await choice.ChooseAsync("1337", UInt256.MaxValue.Value, default));
    }

    private Task<ChainHost> StartAsync(AnvilChain chain, int confirmations, Action<WorkerOptions>? configure = null) =>
        ChainHost.StartAsync(
            _folder.FullName,
            [ChainHost.Options(chain, confirmations, Key)],
            services => services.Configure(configure ?? (static _ => { })),
            DevelopmentAccounts.Worker
        );

    private static string AccountOn(AnvilChain chain) =>
        WorkerAccount.KeyOf(chain.ChainId.ToString(), Worker.ToString());

    /// <summary>Order i pays i wei to recipient i.</summary>
    private static async Task OrderAsync(ChainHost host, string account, int i)
    {
        var order = new WorkerOrder($"order-{i}", account, Recipient(i).ToString(), i.ToString(), "0x", 0);
        Assert.Null(await host.Account(account).OrderAsync(order, default));
    }

    private static async Task SendElsewhereAsync(AnvilChain chain, long nonce, ulong fee)
    {
        var signed = new EthereumTransaction
        {
            ChainId = chain.ChainId,
            Nonce = nonce,
            Fees = new TransactionFees.Dynamic(fee, fee),
            GasLimit = 21_000,
            To = Worker,
        }.Sign(Key);
        await chain.Client.SendRawTransactionAsync(signed.Raw, default);
    }

    private static EthereumAddress Recipient(int i) => new([.. new byte[18], 0xaa, (byte)i]);

    private static Task<UInt256> BalanceAsync(AnvilChain chain, int recipient) =>
        chain.Client.GetBalanceAsync(Recipient(recipient), BlockTag.Latest, default);

    private static Task<long> CountAsync(AnvilChain chain) =>
        chain.Client.GetTransactionCountAsync(Worker, BlockTag.Latest, default);
}

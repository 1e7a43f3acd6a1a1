using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Grains.Ports;
using Anchor.Hosting.Facilitator;
using Anchor.Storage;
using Microsoft.Extensions.Hosting;

namespace Anchor.Silo.Facilitator;

/// <summary>What an audit found.</summary>
internal sealed record DrillAuditResult(int Transactions, ImmutableArray<string> Violations);

/// <summary>What the chains must say in the end, written down beside the facilitator.</summary>
internal sealed class DrillBooks
{
    /// <summary>Nobody has its key; what it has came over.</summary>
    public static readonly EthereumAddress Beneficiary = EthereumAddress.Parse(
        "0x00000000000000000000000000000000000d1e11"
    );

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly MosaicSandbox _sandbox;
    private readonly EthereumAddress _worker;
    private readonly UInt256 _workerTokens;
    private readonly ConcurrentBag<(TransferKind Kind, UInt256 Amount)> _requests = [];

    private DrillBooks(MosaicSandbox sandbox, EthereumAddress worker, UInt256 workerTokens) =>
        (_sandbox, _worker, _workerTokens) = (sandbox, worker, workerTokens);

    public static async Task<DrillBooks> OpenAsync(
        MosaicSandbox sandbox,
        EthereumAddress worker,
        CancellationToken cancellationToken
    ) => new(sandbox, worker, await sandbox.TokensOfAsync(worker, cancellationToken));

    public void Add(TransferKind kind, SandboxRequest request) => _requests.Add((kind, request.Amount));

    /// <summary>Waits until what was asked for is there, with so many blocks on it.</summary>
    public async Task ArrivedAsync(
        TransferKind kind,
        SandboxRequest request,
        int blocks,
        CancellationToken cancellationToken
    )
    {
        var node = kind == TransferKind.Stake ? _sandbox.Auxiliary : _sandbox.Origin;
        while (true)
        {
            var deep = await node.Client.GetBlockNumberAsync(cancellationToken) - blocks;
            var arrivals = await ArrivalsAsync(kind, cancellationToken);
            if (arrivals.Any(arrival => arrival.Amount == request.Amount && arrival.Height <= deep))
            {
                return;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Compares the chains, and the facilitator's rows, with what must be.</summary>
    public async Task<DrillAuditResult> AuditAsync(string file, CancellationToken cancellationToken)
    {
        List<string> violations = [];
        var stakes = await AuditAsync(TransferKind.Stake, violations, cancellationToken);
        var redemptions = await AuditAsync(TransferKind.Redeem, violations, cancellationToken);
        Expect(
            violations,
            "coin of the beneficiary",
            stakes.Paid,
            (await _sandbox.CoinOfAsync(Beneficiary, cancellationToken)).Value
        );
        Expect(violations, "tokens of the beneficiary", redemptions.Paid, await TokensAsync(Beneficiary));
        Expect(
            violations,
            "worker's tokens, every bounty back and rewards paid",
            _workerTokens.Value + redemptions.Reward,
            await TokensAsync(_worker)
        );
        Expect(
            violations,
            "tokens in the vault",
            stakes.Amount - redemptions.Amount,
            await TokensAsync(await _sandbox.VaultAsync(cancellationToken))
        );
        Expect(
            violations,
            "bounties left in the co-gateway",
            0,
            (await _sandbox.CoinOfAsync(_sandbox.CoGateway, cancellationToken)).Value
        );
        var transactions = await AuditRowsAsync(file, _requests.Count, violations, cancellationToken);
        return new DrillAuditResult(transactions, [.. violations]);

        async Task<BigInteger> TokensAsync(EthereumAddress account) =>
            (await _sandbox.TokensOfAsync(account, cancellationToken)).Value;
    }

    /// <summary>Everything of the kind arrived once and whole, and is closed where it came from; gives the sums.</summary>
    private async Task<(BigInteger Amount, BigInteger Paid, BigInteger Reward)> AuditAsync(
        TransferKind kind,
        List<string> violations,
        CancellationToken cancellationToken
    )
    {
        var name = kind.WireName();
        var asked = _requests.Where(request => request.Kind == kind).Select(request => request.Amount).ToList();
        var arrived = await ArrivalsAsync(kind, cancellationToken);
        Expect(violations, $"{name}s that arrived", asked.Count, arrived.Count);
        Expect(
            violations,
            $"{name}s that arrived twice",
            0,
            arrived.Count - arrived.Select(arrival => arrival.Amount).Distinct().Count()
        );
        var paid = Sum(arrived.Select(arrival => arrival.Paid));
        var rewards = Sum(arrived.Select(arrival => arrival.Reward));
        Expect(violations, $"{name}s, paid and rewarded", Sum(asked), paid + rewards);
        var (node, contract, closed) =
            kind == TransferKind.Stake
                ? (_sandbox.Origin, _sandbox.Gateway, GatewayContract.StakeProgressed)
                : (_sandbox.Auxiliary, _sandbox.CoGateway, GatewayContract.RedeemProgressed);
        var count = (await node.LogsAsync(contract, closed, cancellationToken)).Length;
        Expect(violations, $"{name}s progressed at their source", asked.Count, count);
        return (Sum(asked), paid, rewards);
    }

    private static async Task<int> AuditRowsAsync(
        string file,
        int requests,
        List<string> violations,
        CancellationToken cancellationToken
    )
    {
        var settings = FacilitatorConfiguration.Load(new FacilitatorFiles(file, null, null, []));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddAnchorStorage(FacilitatorHosting.StorageOf(settings));
        using var host = builder.Build();
        var counts = await host.Services.GetRequiredService<IRequestIndex>().CountAsync(cancellationToken);
        foreach (var count in counts.Where(count => count.Status != "COMPLETE"))
        {
            violations.Add($"{count.Count} requests are {count.Status}.");
        }

        Expect(violations, "requests in the table", requests, counts.Sum(count => count.Count));
        var used = await host
            .Services.GetRequiredService<IDatabase>()
            .ListAsync(
                "SELECT account, nonce FROM worker_transactions WHERE nonce IS NOT NULL",
                row => (Account: row.GetString(0), Nonce: row.GetInt64(1))
            );
        Expect(violations, "nonces used twice", 0, used.Length - used.Distinct().Count());
        return used.Length;
    }

    private async Task<List<(long Height, UInt256 Amount, UInt256 Paid, UInt256 Reward)>> ArrivalsAsync(
        TransferKind kind,
        CancellationToken cancellationToken
    )
    {
        var (node, contract, arrived) =
            kind == TransferKind.Stake
                ? (_sandbox.Auxiliary, _sandbox.CoGateway, GatewayContract.MintProgressed)
                : (_sandbox.Origin, _sandbox.Gateway, GatewayContract.UnstakeProgressed);
        return
        [
            .. (await node.LogsAsync(contract, arrived, cancellationToken))
                .Select(log => (log.BlockNumber, Values: arrived.TryDecode(log)!))
                .Where(one => one.Values.Get<EthereumAddress>("beneficiary") == Beneficiary)
                .Select(one =>
                    (
                        one.BlockNumber,
                        one.Values.Get<UInt256>("amount"),
                        one.Values.Get<UInt256>("paidAmount"),
                        one.Values.Get<UInt256>("rewardAmount")
                    )
                ),
        ];
    }

    private static void Expect(List<string> violations, string what, BigInteger expected, BigInteger found)
    {
        if (expected != found)
        {
            violations.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {expected} expected, {found} found."));
        }
    }

    private static BigInteger Sum(IEnumerable<UInt256> amounts) =>
        amounts.Aggregate(BigInteger.Zero, (sum, amount) => sum + amount.Value);
}

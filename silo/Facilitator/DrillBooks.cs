using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Anchor.Ethereum;
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
    /// <summary>Nobody has its key; what it has was minted.</summary>
    public static readonly EthereumAddress Beneficiary = EthereumAddress.Parse(
        "0x00000000000000000000000000000000000d1e11"
    );

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly MosaicSandbox _sandbox;
    private readonly EthereumAddress _worker;
    private readonly UInt256 _workerTokens;
    private readonly ConcurrentBag<SandboxRequest> _requests = [];

    private DrillBooks(MosaicSandbox sandbox, EthereumAddress worker, UInt256 workerTokens) =>
        (_sandbox, _worker, _workerTokens) = (sandbox, worker, workerTokens);

    public static async Task<DrillBooks> OpenAsync(
        MosaicSandbox sandbox,
        EthereumAddress worker,
        CancellationToken cancellationToken
    ) => new(sandbox, worker, await sandbox.TokensOfAsync(worker, cancellationToken));

    public void Add(SandboxRequest request) => _requests.Add(request);

    /// <summary>Waits until somebody has minted what was asked for.</summary>
    public async Task MintedAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        while (!(await MintsAsync(cancellationToken)).Any(mint => mint.Amount == request.Amount))
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Compares the chains, and the facilitator's rows, with what must be.</summary>
    public async Task<DrillAuditResult> AuditAsync(string file, int requests, CancellationToken cancellationToken)
    {
        List<string> violations = [];
        var mints = await MintsAsync(cancellationToken);
        Expect(violations, "mints", requests, mints.Count);
        Expect(
            violations,
            "amounts minted twice",
            0,
            mints.Count - mints.Select(mint => mint.Amount).Distinct().Count()
        );
        var staked = Sum(_requests.Select(request => request.Amount));
        var paid = Sum(mints.Select(mint => mint.Paid));
        var rewards = Sum(mints.Select(mint => mint.Reward));
        Expect(violations, "staked tokens, minted and rewarded", staked, paid + rewards);
        Expect(
            violations,
            "coin of the beneficiary",
            paid,
            (await _sandbox.CoinOfAsync(Beneficiary, cancellationToken)).Value
        );
        Expect(
            violations,
            "worker's tokens, every bounty back",
            _workerTokens.Value,
            (await _sandbox.TokensOfAsync(_worker, cancellationToken)).Value
        );
        var vault = await MosaicSandbox.AskAsync<EthereumAddress>(
            _sandbox.Origin,
            _sandbox.Gateway,
            GatewayContract.StakeVault,
            cancellationToken
        );
        Expect(
            violations,
            "tokens in the vault",
            staked,
            (await _sandbox.TokensOfAsync(vault, cancellationToken)).Value
        );
        Expect(
            violations,
            "progressed stakes",
            requests,
            await CountAsync(
                _sandbox.Origin,
                _sandbox.Gateway,
                GatewayContract.StakeProgressed.Topic,
                cancellationToken
            )
        );
        var transactions = await AuditRowsAsync(file, requests, violations, cancellationToken);
        return new DrillAuditResult(transactions, [.. violations]);
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

    private async Task<List<(UInt256 Amount, UInt256 Paid, UInt256 Reward)>> MintsAsync(
        CancellationToken cancellationToken
    )
    {
        var logs = await LogsAsync(
            _sandbox.Auxiliary,
            _sandbox.CoGateway,
            GatewayContract.MintProgressed.Topic,
            cancellationToken
        );
        return
        [
            .. logs.Select(GatewayContract.MintProgressed.TryDecode)
                .Where(values => values?.Get<EthereumAddress>("beneficiary") == Beneficiary)
                .Select(values =>
                    (
                        values!.Get<UInt256>("amount"),
                        values.Get<UInt256>("paidAmount"),
                        values.Get<UInt256>("rewardAmount")
                    )
                ),
        ];
    }

    private static async Task<int> CountAsync(
        AnvilNode node,
        EthereumAddress contract,
        Bytes32 topic,
        CancellationToken cancellationToken
    ) => (await LogsAsync(node, contract, topic, cancellationToken)).Length;

    private static async Task<ImmutableArray<EthereumLog>> LogsAsync(
        AnvilNode node,
        EthereumAddress contract,
        Bytes32 topic,
        CancellationToken cancellationToken
    ) =>
        await node.Client.GetLogsAsync(
            new LogFilter([contract], [topic]),
            0,
            await node.Client.GetBlockNumberAsync(cancellationToken),
            cancellationToken
        );

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

using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>What the chains themselves say of money that moved between them.</summary>
internal sealed class ChainBooks(MosaicSandbox sandbox)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The event with which a request's value arrives.</summary>
    public (AnvilNode Node, EthereumAddress Contract, AbiEvent Event) Arrival(TransferKind kind) =>
        kind == TransferKind.Stake
            ? (sandbox.Auxiliary, sandbox.CoGateway, GatewayContract.MintProgressed)
            : (sandbox.Origin, sandbox.Gateway, GatewayContract.UnstakeProgressed);

    /// <summary>Everything that arrived, in the chain's order.</summary>
    public async Task<ImmutableArray<ChainArrival>> ArrivalsAsync(
        TransferKind kind,
        CancellationToken cancellationToken
    )
    {
        var (node, contract, arrived) = Arrival(kind);
        return
        [
            .. (await node.LogsAsync(contract, arrived, cancellationToken))
                .Select(arrived.TryDecode)
                .Select(values => new ChainArrival(
                    values!.Get<EthereumAddress>("beneficiary"),
                    values.Get<UInt256>("amount"),
                    values.Get<UInt256>("paidAmount"),
                    values.Get<UInt256>("rewardAmount")
                )),
        ];
    }

    /// <summary>What the facilitator earned.</summary>
    public async Task<UInt256> RewardAsync(TransferKind kind, CancellationToken cancellationToken) =>
        Sum((await ArrivalsAsync(kind, cancellationToken)).Select(arrival => arrival.Reward));

    /// <summary>The latest such event above a height, once there is one.</summary>
    public static async Task<EthereumLog> NextAsync(
        AnvilNode node,
        EthereumAddress contract,
        AbiEvent wanted,
        long above,
        CancellationToken cancellationToken
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            var logs = await node.LogsAsync(contract, wanted, cancellationToken);
            if (logs.LastOrDefault() is { } log && log.BlockNumber > above)
            {
                return log;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        throw new TimeoutException($"There is no {wanted.Topic} of {contract}.");
    }

    /// <summary>What the account paid for gas above a height, and how many of its transactions were undone.</summary>
    public static async Task<(BigInteger Fees, int Reverted)> GasAsync(
        AnvilNode node,
        EthereumAddress account,
        long above,
        CancellationToken cancellationToken
    )
    {
        var fees = BigInteger.Zero;
        var reverted = 0;
        var head = await node.Client.GetBlockNumberAsync(cancellationToken);
        for (var height = above + 1; height <= head; height++)
        {
            var receipts = (await node.AskAsync("eth_getBlockReceipts", Hex.Quantity(height)))!.AsArray();
            foreach (
                var receipt in receipts.Where(one => EthereumAddress.Parse(one!["from"]!.GetValue<string>()) == account)
            )
            {
                fees += Number(receipt!["gasUsed"]!) * Number(receipt["effectiveGasPrice"]!);
                reverted += Number(receipt["status"]!).IsZero ? 1 : 0;
            }
        }

        return (fees, reverted);
    }

    public static UInt256 Sum(IEnumerable<UInt256> amounts) =>
        amounts.Aggregate(UInt256.Zero, (sum, amount) => sum + amount);

    private static BigInteger Number(System.Text.Json.Nodes.JsonNode quantity) =>
        BigInteger.Parse(
            $"0{quantity.GetValue<string>().AsSpan(2)}",
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture
        );
}

/// <summary>Value that arrived on the other chain.</summary>
internal sealed record ChainArrival(EthereumAddress Beneficiary, UInt256 Amount, UInt256 Paid, UInt256 Reward);

using System.Collections.Immutable;
using Anchor.Domain.Workers;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Ledgers.Ethereum;

/// <summary>Workers' accounts on the configured chains, signed for with the keys of this installation.</summary>
public sealed class EthereumWorkerLedger(EthereumChains chains, WorkerKeys keys, TimeProvider time) : IWorkerLedger
{
    private const long PlainGas = 21_000;
    private const int AskedAtOnce = 8;

    public ImmutableArray<string> Accounts { get; } =
    [
        .. chains.All.SelectMany(chain =>
            chain.Options.Workers.Select(worker => WorkerAccount.KeyOf(chain.Options.Name, worker.ToLowerHex()))
        ),
    ];

    public async Task<WorkerPrepared> PrepareAsync(
        WorkerOrder order,
        long? nextNonce,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(order);
        var chain = ChainOf(order.Account);
        await chain.EnsureChainAsync(cancellationToken);
        var from = AddressOf(order.Account);
        var call = new CallRequest(EthereumAddress.Parse(order.To), Hex.Parse(order.Data), from, Wei(order.Value));
        // Asked for side by side: an account's orders are prepared one after the other, and wait for nothing as long as for answers.
        var offering = OfferAsync(chain, cancellationToken);
        var counting = StandAsync(chain, from, cancellationToken);
        var (gas, refusal) = await EstimateAsync(chain, order, call, cancellationToken);
        await Task.WhenAll(offering, counting);
        if (refusal is not null)
        {
            return refusal;
        }

        var (head, fees) = await offering;
        var (count, balance) = await counting;
        var transaction = new EthereumTransaction
        {
            ChainId = chain.Options.ChainId,
            Nonce = order.FillsNonce ?? await NextNonceAsync(chain, from, nextNonce, count, cancellationToken),
            Fees = fees,
            GasLimit = Math.Min(
                Math.Max(order.GasLimit, gas == PlainGas ? gas : gas * (100 + chain.Options.GasMargin) / 100),
                head.GasLimit
            ),
            To = call.To,
            Value = call.Value,
            Data = call.Data,
        };
        // What is mined is paid already.
        var committed = inFlight
            .Where(other => other.Nonce >= count)
            .Aggregate(UInt256.Zero, (sum, other) => sum + MostOf(Wei(other.Order.Value), other.Attempts[^1]));
        var needed = transaction.Value + ((ulong)transaction.GasLimit * fees.Most);
        return balance >= committed + needed
            ? new WorkerPrepared.Ready(transaction.Nonce, Sign(transaction, from))
            : new WorkerPrepared.CannotPay($"{from} has {balance} wei, and {committed + needed} are needed.");
    }

    public async Task<WorkerSight> LookAsync(
        string account,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    )
    {
        var chain = ChainOf(account);
        await chain.EnsureChainAsync(cancellationToken);
        var from = AddressOf(account);
        var head = await HeadAsync(chain, cancellationToken);
        var count = await chain.Node.GetTransactionCountAsync(from, BlockTag.Latest, cancellationToken);
        var balance = await chain.Node.GetBalanceAsync(from, BlockTag.Latest, cancellationToken);
        var sights = new TransactionLook(chain, head);
        // Read before any receipt is looked up: only in this order does a missing receipt prove anything.
        var finalCount = inFlight.Any(transaction => transaction.Nonce < count)
            ? await chain.Node.GetTransactionCountAsync(
                from,
                BlockTag.At(chain.LastFinal(head.Number)),
                cancellationToken
            )
            : 0;
        var standings = ImmutableArray.CreateBuilder<Standing>(inFlight.Length);
        foreach (var some in inFlight.Chunk(AskedAtOnce))
        {
            standings.AddRange(
                await Task.WhenAll(
                    some.Select(transaction =>
                        transaction.Nonce < count
                            ? sights.AtUsedNonceAsync(transaction, finalCount, cancellationToken)
                            : sights.AtFreeNonceAsync(transaction, cancellationToken)
                    )
                )
            );
        }

        return new WorkerSight(head.Number, count, balance.ToString(), standings.MoveToImmutable());
    }

    public async Task<string?> SendAsync(string account, string raw, CancellationToken cancellationToken)
    {
        var chain = ChainOf(account);
        await chain.EnsureChainAsync(cancellationToken);
        try
        {
            await chain.Node.SendRawTransactionAsync(Hex.Parse(raw), cancellationToken);
            return null;
        }
        catch (NodeRefusalException e)
        {
            // Known already, or its nonce is used: what became of it is seen by its receipt.
            return
                e.NodeMessage.Contains("known", StringComparison.OrdinalIgnoreCase)
                || e.NodeMessage.Contains("already imported", StringComparison.OrdinalIgnoreCase)
                || e.NodeMessage.Contains("nonce too low", StringComparison.OrdinalIgnoreCase)
                ? null
                : e.NodeMessage;
        }
    }

    public async Task<WorkerAttempt?> ReplaceAsync(WorkerTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var chain = ChainOf(transaction.Order.Account);
        await chain.EnsureChainAsync(cancellationToken);
        var signed =
            SignedTransaction.TryDecode(Hex.Parse(transaction.Attempts[^1].Raw))
            ?? throw new InvalidOperationException($"The bytes of {transaction.Order.OrderId} are damaged.");
        try
        {
            var head = await HeadAsync(chain, cancellationToken);
            var quote = await FeeQuotes.AskAsync(chain, head, cancellationToken);
            return FeeQuotes.Raise(signed.Transaction.Fees, quote, chain.Options.MostFee) is { } fees
                ? Sign(signed.Transaction with { Fees = fees }, signed.From)
                : null;
        }
        catch (FeesTooHighException)
        {
            return null;
        }
    }

    private static async Task<(EthereumBlock Head, TransactionFees Fees)> OfferAsync(
        EthereumChain chain,
        CancellationToken cancellationToken
    )
    {
        var head = await HeadAsync(chain, cancellationToken);
        return (head, await FeeQuotes.AskAsync(chain, head, cancellationToken));
    }

    /// <summary>The count comes first: what is mined in between counts twice then, and not never.</summary>
    private static async Task<(long Count, UInt256 Balance)> StandAsync(
        EthereumChain chain,
        EthereumAddress from,
        CancellationToken cancellationToken
    )
    {
        var count = await chain.Node.GetTransactionCountAsync(from, BlockTag.Latest, cancellationToken);
        return (count, await chain.Node.GetBalanceAsync(from, BlockTag.Latest, cancellationToken));
    }

    /// <summary>The gas, or why there is nothing to send.</summary>
    private static async Task<(long Gas, WorkerPrepared? Refusal)> EstimateAsync(
        EthereumChain chain,
        WorkerOrder order,
        CallRequest call,
        CancellationToken cancellationToken
    )
    {
        if (order.FillsNonce is not null && order.GasLimit == 0)
        {
            return (PlainGas, null);
        }

        try
        {
            return (await chain.Node.EstimateGasAsync(call, cancellationToken), null);
        }
        catch (NodeRefusalException e) when (e.IsRevert)
        {
            return (0, new WorkerPrepared.WouldFail(e.RevertReason ?? e.NodeMessage));
        }
        catch (NodeRefusalException e) when (SaysPoor(e))
        {
            return (0, new WorkerPrepared.CannotPay(e.NodeMessage));
        }
    }

    /// <summary>Before the first order the key may have been used elsewhere, so that what still waits counts too.</summary>
    private static async Task<long> NextNonceAsync(
        EthereumChain chain,
        EthereumAddress from,
        long? nextNonce,
        long count,
        CancellationToken cancellationToken
    ) =>
        nextNonce is { } known
            ? Math.Max(known, count)
            : Math.Max(count, await chain.Node.GetTransactionCountAsync(from, BlockTag.Pending, cancellationToken));

    private WorkerAttempt Sign(EthereumTransaction transaction, EthereumAddress from)
    {
        var signed = transaction.Sign(keys.Find(from));
        return new WorkerAttempt(
            signed.Hash.ToString(),
            Hex.Of(signed.Raw),
            transaction.GasLimit,
            transaction.Fees.Most.ToString(),
            (transaction.Fees as TransactionFees.Dynamic)?.MaxPriorityFeePerGas.ToString(),
            time.GetUtcNow()
        );
    }

    private static async Task<EthereumBlock> HeadAsync(EthereumChain chain, CancellationToken cancellationToken) =>
        await chain.Node.FindBlockAsync(BlockTag.Latest, cancellationToken)
        ?? throw new NodeUnavailableException($"{chain.Node.Endpoint} has no latest block.");

    private static bool SaysPoor(NodeRefusalException e) =>
        e.NodeMessage.Contains("insufficient funds", StringComparison.OrdinalIgnoreCase);

    private static UInt256 MostOf(UInt256 value, WorkerAttempt attempt) =>
        value + ((ulong)attempt.GasLimit * Wei(attempt.MaxFee));

    private static UInt256 Wei(string digits) =>
        UInt256.TryParse(digits, out var wei) ? wei : throw new FormatException("Not an amount of wei.");

    private EthereumChain ChainOf(string account) => chains.Find(WorkerAccount.ChainOf(account));

    private static EthereumAddress AddressOf(string account) => EthereumAddress.Parse(WorkerAccount.AddressOf(account));
}

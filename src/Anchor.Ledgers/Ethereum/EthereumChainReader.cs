using Anchor.Domain.Chains;
using Anchor.Ethereum.JsonRpc;
using Anchor.Grains.Chains;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Anchor.Ledgers.Ethereum;

/// <summary>
/// Follows a chain's blocks, some way below its head, and hands pages of events with the block they go up to to the chain's grain. Before each
/// page the last block that was read is compared with the chain: if it is not there any more, the grain goes back to one that is.
/// </summary>
public sealed class EthereumChainReader(
    IGrainFactory grains,
    EthereumChains chains,
    IChainEvents events,
    TimeProvider time,
    ILogger<EthereumChainReader> logger
)
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    /// <summary>Reads until it is stopped, replaced by a later epoch, or the chain is another one.</summary>
    public async Task ReadAsync(string name, ScanCursor cursor, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        var chain = chains.Find(name);
        var pages = new LogPages(chain, events.FilterOf(name));
        using var doorbell = NewHeads.Listen(chain.Options.Ws, time, logger, stopping);
        var grain = grains.GetGrain<IChainScannerGrain>(name);
        var epoch = cursor.Epoch;
        var reported = DateTimeOffset.MinValue;
        ScanCursor? position = cursor;
        while (position is not null && !stopping.IsCancellationRequested)
        {
            try
            {
                await chain.EnsureChainAsync(stopping);
                var head = await HeadAsync(chain, stopping);
                if (time.GetUtcNow() - reported >= Heartbeat)
                {
                    reported = time.GetUtcNow();
                    if (!await grain.ReportAsync(epoch, head.Number, null, stopping))
                    {
                        return;
                    }
                }

                var before = position;
                position = await StepAsync(grain, chain, pages, position, head, stopping);
                if (ReferenceEquals(before, position))
                {
                    await doorbell.WaitAsync(chain.Options.PollInterval, stopping);
                }
            }
            catch (ForeignChainException e)
            {
                await grain.ReportAsync(epoch, 0, e.Message, stopping);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.ChainReadingFailed(name, e);
                await Task.Delay(PauseAfterFault, time, stopping);
            }
        }
    }

    /// <summary>The cursor afterwards: the same one if there is nothing to read, null if another reader was appointed.</summary>
    private static async Task<ScanCursor?> StepAsync(
        IChainScannerGrain grain,
        EthereumChain chain,
        LogPages pages,
        ScanCursor cursor,
        EthereumBlock head,
        CancellationToken stopping
    )
    {
        var settled = head.Number - chain.Options.BlockDelay;
        if (cursor.Latest is not { } latest)
        {
            return await BeginAsync(grain, chain, cursor, settled, stopping);
        }

        if (latest.Height > head.Number)
        {
            // The node is behind, or the chain is shorter than it was: it will have another block there once it has grown.
            return cursor;
        }

        if (!await chain.IsPastAsync(latest, stopping))
        {
            return await grain.RewindAsync(cursor.Epoch, await AncestorAsync(chain, cursor, stopping), stopping);
        }

        return settled <= latest.Height || await pages.TryReadAsync(latest, settled, stopping) is not { } page
            ? cursor
            : await grain.AppendAsync(cursor.Epoch, page.Events, page.UpTo, stopping);
    }

    private static async Task<ScanCursor?> BeginAsync(
        IChainScannerGrain grain,
        EthereumChain chain,
        ScanCursor cursor,
        long settled,
        CancellationToken stopping
    )
    {
        var first = chain.Options.FromBlock is { } from ? Math.Max(0, from - 1) : Math.Max(0, settled);
        return await chain.Node.FindBlockAsync(BlockTag.At(first), stopping) is { } block
            ? await grain.AppendAsync(cursor.Epoch, [], EthereumChain.PointOf(block), stopping)
            : cursor;
    }

    /// <summary>The latest block that was read and that the chain still has.</summary>
    private static async Task<BlockPoint> AncestorAsync(
        EthereumChain chain,
        ScanCursor cursor,
        CancellationToken stopping
    )
    {
        for (var i = cursor.Trail.Length - 2; i >= 0; i--)
        {
            if (await chain.IsPastAsync(cursor.Trail[i], stopping))
            {
                return cursor.Trail[i];
            }
        }

        throw new ForeignChainException(
            $"None of the last {cursor.Trail.Length} blocks that were read, from {cursor.Trail[0].Height} on, is a block of "
                + $"{chain.Options.Name} any more: this is another chain, or one that was reset."
        );
    }

    private static async Task<EthereumBlock> HeadAsync(EthereumChain chain, CancellationToken stopping) =>
        await chain.Node.FindBlockAsync(BlockTag.Latest, stopping)
        ?? throw new NodeUnavailableException($"{chain.Node.Endpoint} has no latest block.");
}

/// <summary>The chain has nothing in common with the one that was read.</summary>
public sealed class ForeignChainException : Exception
{
    public ForeignChainException() { }

    public ForeignChainException(string message)
        : base(message) { }

    public ForeignChainException(string message, Exception innerException)
        : base(message, innerException) { }
}

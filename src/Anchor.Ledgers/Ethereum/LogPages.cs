using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Grains.Ports;

namespace Anchor.Ledgers.Ethereum;

/// <summary>The events of a range of blocks, and the block it goes up to.</summary>
internal sealed record LogPage(ImmutableArray<ChainEvent> Events, BlockPoint UpTo);

/// <summary>Reads ranges of blocks. The range shrinks where a node refuses it and grows again where it does not. For one reader.</summary>
internal sealed class LogPages(EthereumChain chain, ChainFilter filter)
{
    private readonly LogFilter _filter = new(
        [.. filter.Addresses.Select(EthereumAddress.Parse)],
        [.. filter.Topics.Select(Bytes32.Parse)]
    );

    private int _size = chain.Options.BatchSize;

    /// <summary>The blocks above <paramref name="latest"/>; null if the chain changed while it was read, or the node wants smaller ranges.</summary>
    public async Task<LogPage?> TryReadAsync(BlockPoint latest, long settled, CancellationToken stopping)
    {
        var from = latest.Height + 1;
        var to = Math.Min(settled, latest.Height + _size);
        if (await chain.Node.FindBlockAsync(BlockTag.At(to), stopping) is not { } last)
        {
            return null;
        }

        if (await TryReadLogsAsync(from, to, stopping) is not { } logs)
        {
            return null;
        }

        // Both ends stand in the chain after the logs were read, so the logs between them are of that chain.
        var upTo = EthereumChain.PointOf(last);
        if (!await chain.IsPastAsync(latest, stopping) || !await chain.IsPastAsync(upTo, stopping))
        {
            return null;
        }

        foreach (var log in logs)
        {
            Check(log, from, upTo);
        }

        return new LogPage([.. logs.OrderBy(log => log.BlockNumber).ThenBy(log => log.LogIndex).Select(Event)], upTo);
    }

    private async Task<ImmutableArray<EthereumLog>?> TryReadLogsAsync(long from, long to, CancellationToken stopping)
    {
        if (_filter.Addresses.IsEmpty)
        {
            return [];
        }

        try
        {
            var logs = await chain.Node.GetLogsAsync(_filter, from, to, stopping);
            _size = Math.Min(chain.Options.BatchSize, _size * 2);
            return logs;
        }
        catch (NodeRefusalException) when (_size > 1)
        {
            // Nodes limit ranges and answers, each in its own words.
            _size = Math.Max(1, (int)Math.Min(_size, to - from + 1) / 2);
            return null;
        }
    }

    /// <summary>A node that answers with something else than was asked for is not believed anything.</summary>
    private void Check(EthereumLog log, long from, BlockPoint upTo)
    {
        if (
            log.BlockNumber < from
            || log.BlockNumber > upTo.Height
            || log.Removed
            || !_filter.Addresses.Contains(log.Address)
            || (!_filter.Topics.IsEmpty && (log.Topics.IsEmpty || !_filter.Topics.Contains(log.Topics[0])))
            || (log.BlockNumber == upTo.Height && log.BlockHash.ToString() != upTo.Hash)
        )
        {
            throw new NodeUnavailableException(
                $"{chain.Node.Endpoint} gave an event of {log.Address} in block {log.BlockNumber} that was not asked for."
            );
        }
    }

    private ChainEvent Event(EthereumLog log) =>
        new()
        {
            Chain = chain.Options.Name,
            Height = log.BlockNumber,
            BlockHash = log.BlockHash.ToString(),
            TransactionHash = log.TransactionHash.ToString(),
            LogIndex = log.LogIndex,
            Address = log.Address.ToString(),
            Topics = [.. log.Topics.Select(topic => topic.ToString())],
            Data = Hex.Of(log.Data.Span),
        };
}

using Anchor.Grains.Sync;
using Anchor.Hathor;
using Anchor.Hathor.Node;
using Microsoft.Extensions.Logging;

namespace Anchor.Ledgers.Hathor;

/// <summary>How a walk goes.</summary>
public sealed record WalkOptions
{
    /// <summary>How many blocks are downloaded at once.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>How many blocks one step takes in.</summary>
    public int BlocksPerStep { get; init; } = 64;
}

/// <summary>
/// Follows a network over HTTP, height by height. Blocks are downloaded side by side and taken in one after the other, each only if its
/// parent is our tip: the chain may move between any two answers.
/// </summary>
public sealed class BlockWalker(HathorNetwork network, ISyncSink sink, WalkOptions options, Doorbell doorbell)
    : ISyncFollower
{
    private readonly BlockDownload _download = new(network.Node, sink.NeedsRaw);

    public async Task<string?> IdentifyAsync(bool anew, CancellationToken cancellationToken) =>
        await network.IdentifyAsync(anew ? null : await sink.FirstBlockAsync(cancellationToken), cancellationToken);

    public async Task<SyncStep> StepAsync(CancellationToken cancellationToken)
    {
        var tip = await sink.TipAsync(cancellationToken);
        var best = (await network.Node.GetStatusAsync(cancellationToken)).Best;
        if (tip is not null && tip != best && !await StandsAsync(tip, cancellationToken))
        {
            return Result(SyncStepKind.Reorg, tip, best, $"block {tip.Id} at {tip.Height} is not of the best chain");
        }

        var from = (tip?.Height ?? -1) + 1;
        var to = Math.Min(best.Height, from + options.BlocksPerStep - 1);
        var (blocks, vertices) = (0, 0);
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<DownloadedBlock?>> downloads = new();
        try
        {
            for (var height = from; height <= to; height++)
            {
                while (downloads.Count < options.Parallel && height + downloads.Count <= to)
                {
                    downloads.Enqueue(_download.GetAsync(height + downloads.Count, abandoned.Token));
                }

                var next = await downloads.Dequeue();
                if (next is null || (tip is not null && next.Block.Parents.FirstOrDefault() != tip.Id))
                {
                    // Perhaps only the end of the chain was lost: the next step looks at what stands.
                    return Result(SyncStepKind.Progressed, tip, best, null) with
                    {
                        Blocks = blocks,
                        Vertices = vertices,
                    };
                }

                if (await DeliverAsync(next, cancellationToken) is { } contradiction)
                {
                    return await StandsAsync(new(height, next.Block.Id), cancellationToken)
                        ? throw contradiction
                        : Result(SyncStepKind.Reorg, tip, best, contradiction.Message);
                }

                tip = new BlockPlace(height, next.Block.Id);
                blocks++;
                vertices += 1 + next.Transactions.Length;
            }
        }
        finally
        {
            await abandoned.CancelAsync();
            await Task.WhenAll(
                downloads.Select(download => ((Task)download).ContinueWith(static _ => { }, TaskScheduler.Default))
            );
        }

        if (to < best.Height)
        {
            return Result(SyncStepKind.Progressed, tip, best, null) with { Blocks = blocks, Vertices = vertices };
        }

        vertices += await sink.DeliverMempoolAsync(network.Node, cancellationToken);
        return Result(SyncStepKind.Done, tip, best, null) with { Blocks = blocks, Vertices = vertices };
    }

    public Task<SyncStep> TakeBackAsync(CancellationToken cancellationToken) =>
        sink.TakeBackAsync(network.Node, cancellationToken);

    public Task<bool> ForgetAsync(CancellationToken cancellationToken) => sink.ForgetAsync(cancellationToken);

    public Task ListenAsync(Func<CancellationToken, Task> ring, CancellationToken cancellationToken) =>
        doorbell.RunAsync((_, token) => ring(token), cancellationToken);

    public void Dispose() { }

    private async Task<SyncContradictionException?> DeliverAsync(
        DownloadedBlock next,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await sink.DeliverAsync(next.Block, next.Transactions, cancellationToken);
            return null;
        }
        catch (SyncContradictionException e)
        {
            return e;
        }
    }

    /// <summary>Whether the node's best chain holds the block: by its id at its height, and not by whether it is voided.</summary>
    private async Task<bool> StandsAsync(BlockPlace place, CancellationToken cancellationToken) =>
        (await network.Node.GetBlockAtHeightAsync(place.Height, withTransactions: false, cancellationToken))?.Block.Id
        == place.Id;

    private static SyncStep Result(SyncStepKind kind, BlockPlace? tip, BlockPlace best, string? reason) =>
        new(kind, tip is null ? null : new SyncTip(tip.Height, tip.Id, 0), best.Height, reason);
}

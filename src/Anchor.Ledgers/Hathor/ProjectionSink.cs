using System.Collections.Immutable;
using Anchor.Grains.Sync;
using Anchor.Hathor.Node;
using Anchor.Hathor.Vertices;

namespace Anchor.Ledgers.Hathor;

/// <summary>Delivers a walk to the own projection: a block with all it confirms is one transaction, the block its commit marker.</summary>
public sealed class ProjectionSink(HathorNetwork network, ISyncProjection projection) : ISyncSink
{
    private const int BlocksTakenBackAtOnce = 16;
    private const int UnconfirmedPage = 200;

    public bool NeedsRaw => false;

    public async Task<BlockPlace?> TipAsync(CancellationToken cancellationToken) =>
        (await projection.ReadAsync(network.Name, cancellationToken)).Tip is { } tip
            ? new BlockPlace(tip.Height, tip.Id)
            : null;

    public async Task<string?> FirstBlockAsync(CancellationToken cancellationToken) =>
        (await projection.ReadAsync(network.Name, cancellationToken)).Genesis;

    public async Task DeliverAsync(
        HathorVertex block,
        ImmutableArray<HathorVertex> transactions,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(block);
        var rewardLock = await network.RewardLockAsync(cancellationToken);
        await projection.CommitAsync(
            network.Name,
            new SyncUnit([
                VertexChange.Stands(HathorNetwork.ToSync(block, rewardLock), null),
                .. transactions
                    .Where(transaction => !transaction.IsVoided)
                    .Select(transaction =>
                        VertexChange.Stands(HathorNetwork.ToSync(transaction, rewardLock), block.Id)
                    ),
            ]),
            cancellationToken
        );
    }

    public async Task<int> DeliverMempoolAsync(HathorNodeClient node, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        var listed = await node.GetMempoolAsync(cancellationToken);
        var changes = await AskAboutOursAsync(node, [.. listed], cancellationToken);
        foreach (var vertex in await DownloadAsync(node, listed, cancellationToken))
        {
            changes.Add(VertexChange.Stands(HathorNetwork.ToSync(vertex, rewardLock: 0), null));
        }

        if (changes.Count == 0)
        {
            return 0;
        }

        try
        {
            var done = await projection.CommitAsync(network.Name, new SyncUnit([.. changes]), cancellationToken);
            return done.Added.Length + done.Removed.Length;
        }
        catch (SyncContradictionException)
        {
            // Answers of different moments: what does not fit today is asked for again after the next block.
            return await DeliverOneByOneAsync(changes, cancellationToken);
        }
    }

    public async Task<SyncStep> TakeBackAsync(HathorNodeClient node, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        var tip = (await projection.ReadAsync(network.Name, cancellationToken)).Tip;
        if (tip is null)
        {
            return new SyncStep(SyncStepKind.Done, null, null, null);
        }

        var status = await node.GetStatusAsync(cancellationToken);
        var fork = await new ForkSearch(network.Name, projection, node).FindAsync(tip, status, cancellationToken);
        if (fork is null)
        {
            return new SyncStep(
                SyncStepKind.Failed,
                tip,
                status.Best.Height,
                $"the node and the projection of {network.Name} have no block in common: the node follows another chain"
            );
        }

        var taken = ImmutableArray.CreateBuilder<VertexChange>();
        for (var height = tip.Height; height > fork && taken.Count < BlocksTakenBackAtOnce; height--)
        {
            if (await projection.BlockAtAsync(network.Name, height, cancellationToken) is { } id)
            {
                taken.Add(VertexChange.Gone(id));
            }
        }

        if (taken.Count > 0)
        {
            var done = await projection.CommitAsync(network.Name, new SyncUnit(taken.ToImmutable()), cancellationToken);
            tip = done.Position.Tip;
        }

        return new SyncStep(
            tip is null || tip.Height <= fork ? SyncStepKind.Done : SyncStepKind.Progressed,
            tip,
            status.Best.Height,
            null
        )
        {
            BlocksTakenBack = taken.Count,
        };
    }

    public Task<bool> ForgetAsync(CancellationToken cancellationToken) =>
        projection.ForgetAsync(network.Name, cancellationToken);

    /// <summary>What is unconfirmed here and not in the node's list, which is cut at 100, is asked for by its id.</summary>
    private async Task<List<VertexChange>> AskAboutOursAsync(
        HathorNodeClient node,
        HashSet<string> listed,
        CancellationToken cancellationToken
    )
    {
        List<VertexChange> changes = [];
        var after = "";
        while (
            await projection.UnconfirmedAsync(network.Name, after, UnconfirmedPage, cancellationToken)
                is { IsEmpty: false } page
        )
        {
            foreach (var id in page.Where(id => !listed.Contains(id)))
            {
                var vertex = await node.GetTransactionAsync(id, cancellationToken);
                if (vertex is null or { IsVoided: true })
                {
                    changes.Add(VertexChange.Gone(id));
                }
                else if (
                    vertex.FirstBlock is { } block
                    && await projection.HasAsync(network.Name, block, cancellationToken)
                )
                {
                    changes.Add(VertexChange.Stands(HathorNetwork.ToSync(vertex, rewardLock: 0), block));
                }
            }

            after = page[^1];
        }

        return changes;
    }

    /// <summary>The unconfirmed transactions that are new, with those unconfirmed ones that they spend from.</summary>
    private async Task<List<HathorVertex>> DownloadAsync(
        HathorNodeClient node,
        ImmutableArray<string> listed,
        CancellationToken cancellationToken
    )
    {
        List<HathorVertex> found = [];
        HashSet<string> seen = new(listed, StringComparer.Ordinal);
        Queue<string> next = new(listed);
        while (next.TryDequeue(out var id))
        {
            if (
                await projection.HasAsync(network.Name, id, cancellationToken)
                || await node.GetTransactionAsync(id, cancellationToken)
                    is not { IsVoided: false, IsBlock: false, FirstBlock: null } vertex
            )
            {
                continue;
            }

            found.Add(vertex);
            foreach (var input in vertex.Inputs.Where(input => seen.Add(input.TxId)))
            {
                next.Enqueue(input.TxId);
            }
        }

        return found;
    }

    private async Task<int> DeliverOneByOneAsync(List<VertexChange> changes, CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var change in changes)
        {
            try
            {
                await projection.CommitAsync(network.Name, new SyncUnit([change]), cancellationToken);
                done++;
            }
            catch (SyncContradictionException)
            {
                // As above.
            }
        }

        return done;
    }
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Anchor.Grains.Sync;
using Anchor.Hathor;
using Anchor.Hathor.Node;
using Anchor.Hathor.Vertices;

namespace Anchor.Ledgers.Hathor.WalletService;

/// <summary>
/// Delivers a walk to a wallet service outside, in its contract. The block goes last: it is the commit marker there, so what was cut off is
/// delivered again, and the service takes a second delivery for what it is.
/// </summary>
public sealed class WalletServiceSink(WalletServiceClient service, WalletServiceOptions options) : ISyncSink
{
    private const int Attempts = 3;
    private readonly HashSet<string> _delivered = new(StringComparer.Ordinal);

    public bool NeedsRaw => true;

    public async Task<BlockPlace?> TipAsync(CancellationToken cancellationToken)
    {
        var answer = await service.InvokeAsync(
            "getLatestBlock",
            new JsonObject(),
            options.RequestTimeout,
            cancellationToken
        );
        return answer["block"] is { } block
            ? new BlockPlace(block["height"]!.GetValue<long>(), block["txId"]!.GetValue<string>())
            : throw new HathorException("The wallet service has no block; it must be given the network's first one.");
    }

    /// <summary>No function of the service tells it.</summary>
    public Task<string?> FirstBlockAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task DeliverAsync(
        HathorVertex block,
        ImmutableArray<HathorVertex> transactions,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(block);
        // By time: what is spent comes before what spends it.
        // The first transactions of all, which have no parents, it knows and refuses.
        foreach (
            var transaction in transactions
                .Where(t => !t.Parents.IsEmpty)
                .OrderBy(t => t.Timestamp)
                .ThenBy(t => t.Id, StringComparer.Ordinal)
        )
        {
            await SendAsync(transaction, block.Height, cancellationToken);
            _delivered.Remove(transaction.Id);
        }

        await SendAsync(block, block.Height, cancellationToken);
    }

    public async Task<int> DeliverMempoolAsync(HathorNodeClient node, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        var listed = await node.GetMempoolAsync(cancellationToken);
        _delivered.IntersectWith(listed);
        var sent = 0;
        foreach (var id in listed.Where(id => !_delivered.Contains(id)))
        {
            if (
                await node.GetTransactionAsync(id, cancellationToken) is
                { IsVoided: false, IsBlock: false, FirstBlock: null, Parents.IsEmpty: false } vertex
            )
            {
                await SendAsync(vertex, null, cancellationToken);
                _delivered.Add(id);
                sent++;
            }
        }

        return sent;
    }

    /// <summary>The service looks for the fork itself.</summary>
    public async Task<SyncStep> TakeBackAsync(HathorNodeClient node, CancellationToken cancellationToken)
    {
        var before = await TipAsync(cancellationToken);
        await service.InvokeAsync("onHandleReorgRequest", new JsonObject(), options.ReorgTimeout, cancellationToken);
        _delivered.Clear();
        var after = await TipAsync(cancellationToken);
        return new SyncStep(
            SyncStepKind.Done,
            after is null ? null : new SyncTip(after.Height, after.Id, 0),
            null,
            null
        )
        {
            BlocksTakenBack = (int)Math.Max(0, (before?.Height ?? -1) - (after?.Height ?? -1)),
        };
    }

    /// <summary>What a service outside holds is its own: there is nothing to forget here.</summary>
    public Task<bool> ForgetAsync(CancellationToken cancellationToken)
    {
        _delivered.Clear();
        return Task.FromResult(true);
    }

    /// <summary>A delivery may be made again: the service takes the second for what it is.</summary>
    private async Task SendAsync(HathorVertex vertex, long? height, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await service.InvokeAsync(
                    "onNewTxRequest",
                    PreparedTransaction.Of(vertex, height),
                    options.RequestTimeout,
                    cancellationToken
                );
                return;
            }
            catch (HathorException) when (attempt < Attempts)
            {
                // The last one tells why.
            }
        }
    }
}

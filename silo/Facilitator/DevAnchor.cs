using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;

namespace Anchor.Silo.Facilitator;

/// <summary>Brings state roots of one chain to the anchor on the other, which the organization of a real pair does.</summary>
/// <param name="from">The chain whose roots are brought.</param>
/// <param name="confirmations">How many blocks, its own included, a block must have before its root is brought.</param>
/// <param name="to">The chain that is told.</param>
/// <param name="anchor">The anchor there.</param>
/// <param name="organization">Who may tell it.</param>
internal sealed class DevAnchor(
    EthereumClient from,
    int confirmations,
    EthereumClient to,
    EthereumAddress anchor,
    LocalSender organization
)
{
    /// <summary>Brings the newest root, if it is newer than the last one; gives its height.</summary>
    public async Task<long?> BringAsync(CancellationToken cancellationToken)
    {
        var head = await from.GetBlockNumberAsync(cancellationToken);
        var height = head - Math.Max(1, confirmations) + 1;
        if (height < 1 || height <= await LatestAsync(cancellationToken))
        {
            return null;
        }

        if (await from.FindBlockAsync(BlockTag.At(height), cancellationToken) is not { } block)
        {
            return null;
        }

        await organization.SendAsync(
            anchor,
            AnchorContract.AnchorStateRoot.Encode((UInt256)(ulong)height, block.StateRoot),
            UInt256.Zero,
            cancellationToken
        );
        return height;
    }

    private async Task<long> LatestAsync(CancellationToken cancellationToken)
    {
        var answer = await to.CallAsync(
            new CallRequest(anchor, AnchorContract.LatestHeight.Encode()),
            BlockTag.Latest,
            cancellationToken
        );
        return AnchorContract.LatestHeight.TryDecodeResult(answer.Span) is { } values
            ? (long)values.Get<UInt256>(0)
            : throw new InvalidOperationException($"{anchor} is no anchor.");
    }
}

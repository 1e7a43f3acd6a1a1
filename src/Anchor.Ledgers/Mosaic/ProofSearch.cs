using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Ethereum.Proofs;
using Anchor.Grains.Ports;

namespace Anchor.Ledgers.Mosaic;

/// <summary>One gateway as it is proven to the other: finds an anchored block that shows a message, and makes the proofs.</summary>
/// <param name="From">The chain whose state is proven.</param>
/// <param name="Gateway">The gateway on it.</param>
/// <param name="Storage">Where that gateway keeps its boxes.</param>
/// <param name="Box">The function that tells the message's status in the box that is proven.</param>
/// <param name="To">The chain that is told.</param>
/// <param name="Verifier">The gateway there.</param>
/// <param name="VerifierStorage">Where it keeps what was proven.</param>
/// <param name="Anchor">The anchor there.</param>
/// <param name="IsOutbox">Whether the outbox is proven, or the inbox.</param>
internal sealed record ProofSearch(
    ContractReader From,
    EthereumAddress Gateway,
    GatewayStorage Storage,
    AbiFunction Box,
    ContractReader To,
    EthereumAddress Verifier,
    GatewayStorage VerifierStorage,
    EthereumAddress Anchor,
    bool IsOutbox
)
{
    public static ProofSearch ToTarget(MosaicWay way) =>
        new(
            way.Source,
            way.SourceGateway,
            way.SourceStorage,
            GatewayContract.OutboxStatus,
            way.Target,
            way.TargetGateway,
            way.TargetStorage,
            way.TargetAnchor,
            IsOutbox: true
        );

    public static ProofSearch ToSource(MosaicWay way) =>
        new(
            way.Target,
            way.TargetGateway,
            way.TargetStorage,
            GatewayContract.InboxStatus,
            way.Source,
            way.SourceGateway,
            way.SourceStorage,
            way.SourceAnchor,
            IsOutbox: false
        );

    /// <summary>The block that was chosen before, if it still serves; else the newest anchored one. Null if neither shows the message.</summary>
    public async Task<ProofSight?> FindAsync(Bytes32 message, long? chosen, CancellationToken cancellationToken)
    {
        var latest = (long)
            await To.AskAsync<UInt256>(Anchor, AnchorContract.LatestHeight, BlockTag.Latest, cancellationToken);
        ProofSight? best = null;
        foreach (var height in chosen is { } earlier && earlier != latest ? [earlier, latest] : new[] { latest })
        {
            var isProven = !(await To.ProvenRootAsync(Verifier, VerifierStorage, height, cancellationToken)).IsZero;
            if (!isProven && (await RootAsync(height, cancellationToken)).IsZero)
            {
                continue;
            }

            var box = await From.StatusAsync(Gateway, Box, message, BlockTag.At(height), cancellationToken);
            if (box == MessageStatus.Declared)
            {
                return new ProofSight(height, isProven, box);
            }

            if (box == MessageStatus.Progressed)
            {
                best ??= new ProofSight(height, isProven, box);
            }
        }

        return best;
    }

    /// <summary>The call that proves the account; null if it is proven already.</summary>
    /// <exception cref="ChainSilentException">The node's proof does not hold.</exception>
    public async Task<byte[]?> AccountCallAsync(long height, CancellationToken cancellationToken)
    {
        if (!(await To.ProvenRootAsync(Verifier, VerifierStorage, height, cancellationToken)).IsZero)
        {
            return null;
        }

        var root = await RootAsync(height, cancellationToken);
        var proof = await From.Node.GetProofAsync(Gateway, [], BlockTag.At(height), cancellationToken);
        if (proof.Address != Gateway)
        {
            throw new ChainSilentException($"Chain {From.Chain}: the proof is of another account.");
        }

        if (StateProof.FindFault(proof, root) is { } fault)
        {
            throw new ChainSilentException($"Chain {From.Chain}: the node's proof does not hold. {fault}");
        }

        return GatewayContract.ProveGateway.Encode(
            (UInt256)(ulong)height,
            StateProof.AccountRlp(proof),
            StateProof.PackNodes(proof.AccountProof)
        );
    }

    /// <summary>The nodes that prove the message's status under the storage root which was proven for the block, and that status.</summary>
    /// <exception cref="ChainSilentException">The node's proof does not hold.</exception>
    public async Task<(byte[] Nodes, UInt256 Status)?> MessageNodesAsync(
        Bytes32 message,
        long height,
        CancellationToken cancellationToken
    )
    {
        var root = await To.ProvenRootAsync(Verifier, VerifierStorage, height, cancellationToken);
        if (root.IsZero)
        {
            return null;
        }

        var key = IsOutbox ? Storage.Outbox(message) : Storage.Inbox(message);
        var proof = await From.Node.GetProofAsync(Gateway, [key], BlockTag.At(height), cancellationToken);
        if (proof.StorageProof is not [var storage])
        {
            throw new ChainSilentException($"Chain {From.Chain}: eth_getProof does not answer what it was asked.");
        }

        return MerklePatriciaTrie.LookUp(root, key.ToArray(), storage.Proof) switch
        {
            TrieLookup.Found { Value: { Length: 1 } value } when storage.Value == value.Span[0] => (
                StateProof.PackNodes(storage.Proof),
                storage.Value
            ),
            TrieLookup.Unproved unproved => throw new ChainSilentException(
                $"Chain {From.Chain}: the node's proof does not hold: {unproved.Reason}."
            ),
            _ => throw new ChainSilentException(
                $"Chain {From.Chain}: the message is not in the box of block {height}, whatever the node said before."
            ),
        };
    }

    private Task<Bytes32> RootAsync(long height, CancellationToken cancellationToken) =>
        To.AskAsync<Bytes32>(
            Anchor,
            AnchorContract.StateRoot,
            BlockTag.Latest,
            cancellationToken,
            (UInt256)(ulong)height
        );
}

using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;

namespace Anchor.Ledgers.Mosaic;

/// <summary>A contract call that carries a request on.</summary>
internal sealed record StepCall(EthereumAddress To, byte[] Data, UInt256 Value = default);

/// <summary>What came of making a call.</summary>
internal abstract record StepCallOutcome
{
    private StepCallOutcome() { }

    public sealed record Made(StepCall Call) : StepCallOutcome;

    public sealed record NotNeeded : StepCallOutcome;

    public sealed record Impossible(string Reason) : StepCallOutcome;
}

/// <summary>Makes the calls of a request's steps.</summary>
internal sealed class StepCalls(MosaicWay way, MosaicRequest request, int approvedBounties)
{
    private const string RootLeft = "The anchored root has left the ring before it was proven.";

    private readonly RequestTerms _terms = request.Terms!;

    public async Task<StepCallOutcome> MakeAsync(
        StepOrder order,
        string? secret,
        CancellationToken cancellationToken
    ) =>
        order.Step switch
        {
            RequestStep.ApproveBounty => Made(way.Pair.BaseToken, await ApproveAsync(cancellationToken)),
            RequestStep.Accept => await AcceptAsync(cancellationToken),
            RequestStep.ProveToTarget => await ProveAsync(ProofSearch.ToTarget(way), order, cancellationToken),
            RequestStep.ProveToSource => await ProveAsync(ProofSearch.ToSource(way), order, cancellationToken),
            RequestStep.Confirm => await ConfirmAsync(order.Height!.Value, cancellationToken),
            RequestStep.ProgressTarget => Made(way.TargetGateway, Opened(TargetProgress, secret!)),
            RequestStep.ProgressSource => Made(way.SourceGateway, Opened(SourceProgress, secret!)),
            RequestStep.ProgressTargetByProof => await ByProofAsync(
                ProofSearch.ToTarget(way),
                order.Height!.Value,
                cancellationToken
            ),
            _ => await ByProofAsync(ProofSearch.ToSource(way), order.Height!.Value, cancellationToken),
        };

    private AbiFunction SourceProgress =>
        way.Kind == TransferKind.Stake ? GatewayContract.ProgressStake : GatewayContract.ProgressRedeem;

    private AbiFunction TargetProgress =>
        way.Kind == TransferKind.Stake ? GatewayContract.ProgressMint : GatewayContract.ProgressUnstake;

    private Bytes32 Message => Bytes32.Parse(request.MessageHash!);

    private byte[] Opened(AbiFunction progress, string secret) => progress.Encode(Message, Bytes32.Parse(secret));

    private async Task<byte[]> ApproveAsync(CancellationToken cancellationToken)
    {
        var bounty = await BountyAsync(cancellationToken);
        return TokenContract.Approve.Encode(way.Pool, bounty * (UInt256)(ulong)approvedBounties);
    }

    private async Task<StepCallOutcome> AcceptAsync(CancellationToken cancellationToken)
    {
        var data = way.PoolContract.Accept.Encode(
            Number(_terms.Amount),
            EthereumAddress.Parse(_terms.Beneficiary),
            Number(_terms.GasPrice),
            Number(_terms.GasLimit),
            Number(_terms.Nonce),
            EthereumAddress.Parse(_terms.Account),
            way.SourceGateway,
            Bytes32.Parse(request.Lock!.HashLock)
        );
        var value = way.Kind == TransferKind.Stake ? UInt256.Zero : await BountyAsync(cancellationToken);
        return Made(way.Pool, data, value);
    }

    private static async Task<StepCallOutcome> ProveAsync(
        ProofSearch proofs,
        StepOrder order,
        CancellationToken cancellationToken
    ) =>
        await proofs.AccountCallAsync(order.Height!.Value, cancellationToken) is { } data
            ? Made(proofs.Verifier, data)
            : new StepCallOutcome.NotNeeded();

    private async Task<StepCallOutcome> ConfirmAsync(long height, CancellationToken cancellationToken)
    {
        if (await ProofSearch.ToTarget(way).MessageNodesAsync(Message, height, cancellationToken) is not { } proof)
        {
            return new StepCallOutcome.Impossible(RootLeft);
        }

        var hashLock = Bytes32.Parse(request.Foreign?.HashLock ?? request.Lock!.HashLock);
        object[] end =
            way.Kind == TransferKind.Stake
                ? [hashLock, (UInt256)(ulong)height, proof.Nodes]
                : [(UInt256)(ulong)height, hashLock, proof.Nodes];
        var function =
            way.Kind == TransferKind.Stake ? GatewayContract.ConfirmStakeIntent : GatewayContract.ConfirmRedeemIntent;
        return Made(
            way.TargetGateway,
            function.Encode([
                EthereumAddress.Parse(_terms.Proxy),
                Number(_terms.Nonce),
                EthereumAddress.Parse(_terms.Beneficiary),
                Number(_terms.Amount),
                Number(_terms.GasPrice),
                Number(_terms.GasLimit),
                .. end,
            ])
        );
    }

    private async Task<StepCallOutcome> ByProofAsync(
        ProofSearch proofs,
        long height,
        CancellationToken cancellationToken
    )
    {
        if (await proofs.MessageNodesAsync(Message, height, cancellationToken) is not { } proof)
        {
            return new StepCallOutcome.Impossible(RootLeft);
        }

        var function = (way.Kind, proofs.IsOutbox) switch
        {
            (TransferKind.Stake, true) => GatewayContract.ProgressMintWithProof,
            (TransferKind.Stake, false) => GatewayContract.ProgressStakeWithProof,
            (_, true) => GatewayContract.ProgressUnstakeWithProof,
            _ => GatewayContract.ProgressRedeemWithProof,
        };
        return Made(proofs.Verifier, function.Encode(Message, proof.Nodes, (UInt256)(ulong)height, proof.Status));
    }

    private Task<UInt256> BountyAsync(CancellationToken cancellationToken) =>
        way.Source.AskAsync<UInt256>(way.SourceGateway, GatewayContract.Bounty, BlockTag.Latest, cancellationToken);

    private static StepCallOutcome.Made Made(EthereumAddress to, byte[] data, UInt256 value = default) =>
        new(new StepCall(to, data, value));

    private static UInt256 Number(TokenAmount amount) => new(amount.Value);
}

using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;

namespace Anchor.Ledgers.Mosaic;

/// <summary>Asks both chains everything that matters to a request.</summary>
internal sealed class RequestLook(MosaicWay way, MosaicRequest request)
{
    private readonly RequestTerms _terms = request.Terms!;
    private readonly EthereumAddress _proxy = EthereumAddress.Parse(request.Terms!.Proxy);
    private readonly EthereumAddress _account = EthereumAddress.Parse(request.Terms!.Account);

    public async Task<RequestSight> TakeAsync(CancellationToken cancellationToken)
    {
        var sourceHeights = await way.Source.HeightsAsync(cancellationToken);
        var targetHeights = await way.Target.HeightsAsync(cancellationToken);
        var isOpen = await IsOpenAsync(cancellationToken);
        var (outbox, foreign, closing) = await FollowAsync(isOpen, sourceHeights, cancellationToken);
        var hash = foreign?.MessageHash ?? request.Lock?.MessageHash;
        var inbox = hash is null
            ? DepthStatus.Undeclared
            : await way.Target.StatusAsync(
                way.TargetGateway,
                GatewayContract.InboxStatus,
                Bytes32.Parse(hash),
                targetHeights,
                cancellationToken
            );
        var sight = new RequestSight
        {
            IsOpen = isOpen,
            Closing = closing,
            Foreign = foreign,
            Outbox = outbox,
            Inbox = inbox,
            IsInboxFree = await IsInboxFreeAsync(hash, cancellationToken),
            Accept = isOpen && request.SourceWorker is { } worker ? await AcceptAsync(worker, cancellationToken) : null,
        };
        if (hash is null || outbox.Head is not (MessageStatus.Declared or MessageStatus.Progressed))
        {
            return sight;
        }

        var message = Bytes32.Parse(hash);
        var hasSecret = foreign is null && request is { Lock: not null, IsSecretLost: false };
        var needsTarget =
            inbox.Head == MessageStatus.Undeclared || (!hasSecret && inbox.Deep != MessageStatus.Progressed);
        var needsSource =
            !hasSecret && inbox.Head != MessageStatus.Undeclared && outbox.Deep != MessageStatus.Progressed;
        return sight with
        {
            ToTarget = needsTarget
                ? await ProofSearch.ToTarget(way).FindAsync(message, request.ProofHeight, cancellationToken)
                : null,
            ToSource = needsSource
                ? await ProofSearch.ToSource(way).FindAsync(message, request.BackProofHeight, cancellationToken)
                : null,
        };
    }

    private async Task<bool> IsOpenAsync(CancellationToken cancellationToken)
    {
        var open = await way.Source.AskAsync<Bytes32>(
            way.Pool,
            way.PoolContract.RequestHashes,
            BlockTag.Latest,
            cancellationToken,
            _account,
            way.SourceGateway
        );
        return open == Bytes32.Parse(_terms.RequestHash);
    }

    /// <summary>The message that carries the request: the own one if it is declared, else whichever is found.</summary>
    private async Task<(DepthStatus Outbox, ForeignMessage? Foreign, RequestClosing Closing)> FollowAsync(
        bool isOpen,
        (long Head, long Deep) heights,
        CancellationToken cancellationToken
    )
    {
        var own = request.Lock is { } made ? await OutboxAsync(made.MessageHash, heights, cancellationToken) : null;
        if (own is { Head: not MessageStatus.Undeclared } || isOpen)
        {
            return (own ?? DepthStatus.Undeclared, null, RequestClosing.None);
        }

        if (request.Foreign is { } known)
        {
            var outbox = await OutboxAsync(known.MessageHash, heights, cancellationToken);
            if (outbox.Head != MessageStatus.Undeclared)
            {
                return (outbox, known, RequestClosing.None);
            }
        }

        var (found, closing) = await new ClosingSearch(way, _terms).FindAsync(
            request.RequestedAtBlock,
            heights,
            cancellationToken
        );
        return found is null
            ? (own ?? DepthStatus.Undeclared, null, closing)
            : (await OutboxAsync(found.MessageHash, heights, cancellationToken), found, RequestClosing.None);
    }

    private Task<DepthStatus> OutboxAsync(
        string messageHash,
        (long Head, long Deep) heights,
        CancellationToken cancellationToken
    ) =>
        way.Source.StatusAsync(
            way.SourceGateway,
            GatewayContract.OutboxStatus,
            Bytes32.Parse(messageHash),
            heights,
            cancellationToken
        );

    private async Task<bool> IsInboxFreeAsync(string? messageHash, CancellationToken cancellationToken)
    {
        var process = await way.Target.TryAskAsync(
            way.TargetGateway,
            GatewayContract.InboxActiveProcess,
            BlockTag.Latest,
            cancellationToken,
            _proxy
        );
        return process is not null && IsFree(process.Get<Bytes32>(0), process.Get<UInt256>(1), messageHash);
    }

    private async Task<AcceptSight> AcceptAsync(string worker, CancellationToken cancellationToken)
    {
        var signer = EthereumAddress.Parse(worker);
        var isStake = way.Kind == TransferKind.Stake;
        var process = await way.Source.TryAskAsync(
            way.SourceGateway,
            GatewayContract.OutboxActiveProcess,
            BlockTag.Latest,
            cancellationToken,
            _proxy
        );
        var organization = await AskAsync<EthereumAddress>(way.Pool, way.PoolContract.Organization, cancellationToken);
        var bounty = await AskAsync<UInt256>(way.SourceGateway, GatewayContract.Bounty, cancellationToken);
        return new AcceptSight(
            Amount(await AskAsync<UInt256>(way.SourceGateway, GatewayContract.Nonce, cancellationToken, _proxy)),
            process is not null && IsFree(process.Get<Bytes32>(0), process.Get<UInt256>(1), null),
            !isStake || await AskAsync<bool>(way.SourceGateway, GatewayContract.Activated, cancellationToken),
            await AskAsync<bool>(organization, OrganizationContract.IsWorker, cancellationToken, signer),
            Amount(bounty),
            Amount(
                isStake
                    ? await AskAsync<UInt256>(
                        way.Pair.BaseToken,
                        TokenContract.Allowance,
                        cancellationToken,
                        signer,
                        way.Pool
                    )
                    : bounty
            ),
            Amount(
                isStake
                    ? await AskAsync<UInt256>(way.Pair.BaseToken, TokenContract.BalanceOf, cancellationToken, signer)
                    : await way.Source.Node.GetBalanceAsync(signer, BlockTag.Latest, cancellationToken)
            )
        );
    }

    private Task<T> AskAsync<T>(
        EthereumAddress contract,
        AbiFunction function,
        CancellationToken cancellationToken,
        params object[] arguments
    ) => way.Source.AskAsync<T>(contract, function, BlockTag.Latest, cancellationToken, arguments);

    private static bool IsFree(Bytes32 last, UInt256 status, string? own) =>
        last.IsZero
        || last.ToString() == own
        || status == (ulong)MessageStatus.Progressed
        || status == (ulong)MessageStatus.Revoked;

    private static TokenAmount Amount(UInt256 number) => TokenAmount.Of(number.Value);
}

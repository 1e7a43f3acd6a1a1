using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Anchor.Domain.Mosaic;
using Anchor.Domain.Workers;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>
/// Two chains with gateways between them and workers on both. What workers sign applies in blocks and does what the contracts do; roots are
/// anchored by themselves, a little behind.
/// </summary>
internal sealed class FakeMosaic : IMosaicChains
{
    public const string Origin = "origin";
    public const string Auxiliary = "auxiliary";
    public const string Pair = "origin-auxiliary-0xgateway";
    private const string Stranger = "0xforeign";
    private static readonly TimeSpan Deep = FakeEvm.BlockTime * FakeEvm.Confirmations;

    /// <summary>A root is brought twice a minute.</summary>
    private static readonly TimeSpan AnchorInterval = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _start;
    private readonly Dictionary<string, FakeMessage> _messages = [];
    private readonly HashSet<string> _proven = [];
    private readonly HashSet<string> _allowed = [];

    public FakeMosaic(TimeProvider time)
    {
        (_time, _start) = (time, time.GetUtcNow());
        Workers =
        [
            .. from chain in (string[])[Origin, Auxiliary]
            from i in (int[])[1, 2]
            select new FakeEvm(time, WorkerAccount.KeyOf(chain, $"0x{i:x40}"))
            {
                Check = order => Perform(order, isTrial: true),
                Execute = order => Perform(order, isTrial: false),
            },
        ];
    }

    public ImmutableArray<FakeEvm> Workers { get; }

    /// <summary>What no facilitator may do, if it was done.</summary>
    public ConcurrentQueue<string> Violations { get; } = [];

    /// <summary>While it is set, the chains do not answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>While it is set, the contracts refuse this step.</summary>
    public RequestStep? Refused { get; set; }

    public FacilitationPolicy Policy { get; } =
        new(
            TokenAmount.Of(1),
            TokenAmount.Of(700_000),
            TokenAmount.Zero,
            10,
            TimeSpan.FromMinutes(10),
            RetryBudget: 4,
            TimeSpan.FromSeconds(10)
        );

    public FakeMessage this[string requestHash]
    {
        get
        {
            lock (_gate)
            {
                return _messages[requestHash];
            }
        }
    }

    /// <summary>Somebody asks for it at the pool.</summary>
    public RequestTerms Ask(string name, TransferKind kind, int gasPrice = 1)
    {
        var terms = new RequestTerms(
            kind,
            $"0x{name}",
            Pair,
            "0xpool",
            "0xgateway",
            TokenAmount.Of(1_000_000_000),
            "0xbeneficiary",
            TokenAmount.Of(gasPrice),
            TokenAmount.Of(700_000),
            TokenAmount.Of(1),
            $"0xaccount-{name}",
            $"0xproxy-{name}"
        );
        lock (_gate)
        {
            _messages.Add(terms.RequestHash, new FakeMessage(terms));
        }

        return terms;
    }

    /// <summary>Another facilitator accepts it, and does nothing more.</summary>
    public void AcceptAsStranger(string requestHash)
    {
        lock (_gate)
        {
            var message = _messages[requestHash];
            (message.IsOpen, message.MessageHash, message.HashLock) = (false, Stranger, "0xtheirs");
            message.SetOutbox(MessageStatus.Declared, _time.GetUtcNow());
        }
    }

    /// <summary>It leaves the pool without becoming a message.</summary>
    public void Close(string requestHash, RequestClosing closing)
    {
        lock (_gate)
        {
            (_messages[requestHash].IsOpen, _messages[requestHash].Closing) = (false, closing);
        }
    }

    public FacilitationPolicy PolicyOf(string pair) => Policy;

    public string ChainOf(string pair, TransferKind kind, Side side) =>
        (kind == TransferKind.Stake) == (side == Side.Source) ? Origin : Auxiliary;

    public Task<RequestSight> LookAsync(MosaicRequest request, CancellationToken cancellationToken)
    {
        if (IsSilent)
        {
            throw new ChainSilentException("The chain does not answer.");
        }

        foreach (var worker in Workers)
        {
            worker.Mine();
        }

        lock (_gate)
        {
            return Task.FromResult(Sight(_messages[request.Terms!.RequestHash], request));
        }
    }

    public Task<StepPreparation> PrepareAsync(
        MosaicRequest request,
        StepOrder order,
        string? secret,
        CancellationToken cancellationToken
    )
    {
        if (IsSilent)
        {
            throw new ChainSilentException("The chain does not answer.");
        }

        lock (_gate)
        {
            var terms = request.Terms!;
            var isProven = _proven.Contains(ProofOf(terms.Kind, order.Step, order.Height));
            return Task.FromResult<StepPreparation>(
                order.Step.IsShared() && isProven
                    ? new StepPreparation.NotNeeded()
                    : new StepPreparation.Ready(
                        "0xcontract",
                        "0",
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{order.Step}|{terms.RequestHash}|{order.Height}|{secret}|{request.Lock?.HashLock}|{request.Lock?.MessageHash}"
                        )
                    )
            );
        }
    }

    public Task<TokenAmount> CoinForStepAsync(string chain, CancellationToken cancellationToken) =>
        Task.FromResult(TokenAmount.Of(1_000));

    public (string HashLock, string MessageHash) LockOf(RequestTerms terms, string secret) =>
        (Hash(secret), Hash($"{terms.RequestHash}{Hash(secret)}"));

    private RequestSight Sight(FakeMessage message, MosaicRequest request)
    {
        var now = _time.GetUtcNow();
        var isForeign = message.MessageHash == Stranger;
        var isOwn = message.MessageHash is { } hash && hash == request.Lock?.MessageHash;
        var isKnown = isForeign || isOwn;
        return new RequestSight
        {
            IsOpen = message.IsOpen,
            Closing = message.Closing,
            Foreign = isForeign ? new ForeignMessage(Stranger, message.HashLock!) : null,
            Outbox = isKnown ? new DepthStatus(message.Outbox, message.OutboxAt(now - Deep)) : DepthStatus.Undeclared,
            Inbox = isKnown ? new DepthStatus(message.Inbox, message.InboxAt(now - Deep)) : DepthStatus.Undeclared,
            IsInboxFree = true,
            Accept =
                message.IsOpen && request.SourceWorker is { } worker
                    ? new AcceptSight(
                        message.Terms.Nonce,
                        IsProxyFree: true,
                        IsActivated: true,
                        IsWorker: true,
                        TokenAmount.Of(100),
                        TokenAmount.Of(
                            _allowed.Contains(worker) || message.Terms.Kind == TransferKind.Redeem ? 1_000 : 0
                        ),
                        TokenAmount.Of(5_000)
                    )
                    : null,
            ToTarget = isKnown
                ? Proof(message, RequestStep.ProveToTarget, message.OutboxAt, request.ProofHeight)
                : null,
            ToSource = isKnown
                ? Proof(message, RequestStep.ProveToSource, message.InboxAt, request.BackProofHeight)
                : null,
        };
    }

    /// <summary>The block that was chosen before if it shows the message, else the newest anchored one that does.</summary>
    private ProofSight? Proof(
        FakeMessage message,
        RequestStep step,
        Func<DateTimeOffset, MessageStatus> boxAt,
        long? chosen
    )
    {
        foreach (var height in chosen is { } earlier ? [earlier, Anchored()] : new[] { Anchored() })
        {
            var box = boxAt(_start + (height * FakeEvm.BlockTime));
            if (box is MessageStatus.Declared or MessageStatus.Progressed)
            {
                return new ProofSight(height, _proven.Contains(ProofOf(message.Terms.Kind, step, height)), box);
            }
        }

        return null;
    }

    /// <summary>The newest block whose root was brought to the other chain: deep enough, and of a full interval.</summary>
    private long Anchored()
    {
        var intervals = (long)((_time.GetUtcNow() - Deep - _start) / AnchorInterval);
        return Math.Max(0, intervals) * (long)(AnchorInterval / FakeEvm.BlockTime);
    }

    /// <summary>What the contracts do with a call, or would do; null if they take it.</summary>
    private string? Perform(WorkerOrder order, bool isTrial)
    {
        if (order.Data.Split('|') is not [var name, var hash, var height, var secret, var hashLock, var messageHash])
        {
            return null;
        }

        lock (_gate)
        {
            var step = Enum.Parse<RequestStep>(name);
            var message = _messages[hash];
            var at = height.Length == 0 ? (long?)null : long.Parse(height, CultureInfo.InvariantCulture);
            Watch(step, message, secret, isTrial);
            if (step == Refused || Refusal(step, message, at, secret) is not null)
            {
                return step == Refused ? "It said no." : Refusal(step, message, at, secret);
            }

            if (!isTrial)
            {
                Apply(step, message, order, at, (hashLock, messageHash));
            }

            return null;
        }
    }

    /// <summary>A secret that is on its way to a block is everybody's; no reorganisation that is waited for may take the message back then.</summary>
    private void Watch(RequestStep step, FakeMessage message, string secret, bool isTrial)
    {
        if (secret.Length == 0 || isTrial)
        {
            return;
        }

        message.IsSecretShown = true;
        var deep = _time.GetUtcNow() - Deep;
        if (message.OutboxAt(deep) == MessageStatus.Undeclared || message.InboxAt(deep) == MessageStatus.Undeclared)
        {
            Violations.Enqueue($"{step} of {message.Terms.RequestHash} shows the secret too early.");
        }
    }

    private string? Refusal(RequestStep step, FakeMessage message, long? height, string secret)
    {
        var kind = message.Terms.Kind;
        var isRight = step switch
        {
            RequestStep.Accept => message.IsOpen,
            RequestStep.Confirm => message.Inbox == MessageStatus.Undeclared && IsProven(kind, step, height),
            RequestStep.ProgressTarget => message.Inbox == MessageStatus.Declared && Hash(secret) == message.HashLock,
            RequestStep.ProgressSource => message.Outbox == MessageStatus.Declared && Hash(secret) == message.HashLock,
            RequestStep.ProgressTargetByProof => message.Inbox == MessageStatus.Declared
                && IsProven(kind, step, height),
            RequestStep.ProgressSourceByProof => message.Outbox == MessageStatus.Declared
                && IsProven(kind, step, height),
            _ => true,
        };
        return isRight ? null : $"{step} is not possible.";
    }

    private void Apply(
        RequestStep step,
        FakeMessage message,
        WorkerOrder order,
        long? height,
        (string HashLock, string MessageHash) made
    )
    {
        var now = _time.GetUtcNow();
        switch (step)
        {
            case RequestStep.ApproveBounty:
                _allowed.Add(WorkerAccount.AddressOf(order.Account));
                break;
            case RequestStep.Accept:
                message.IsOpen = false;
                (message.HashLock, message.MessageHash) = made;
                message.AcceptedBy.Add(order.Account);
                message.SetOutbox(MessageStatus.Declared, now);
                break;
            case RequestStep.ProveToTarget or RequestStep.ProveToSource:
                _proven.Add(ProofOf(message.Terms.Kind, step, height));
                break;
            case RequestStep.Confirm:
                message.SetInbox(MessageStatus.Declared, now);
                break;
            case RequestStep.ProgressTarget or RequestStep.ProgressTargetByProof:
                message.SetInbox(MessageStatus.Progressed, now);
                message.RewardTo.Add(order.Account);
                break;
            default:
                message.SetOutbox(MessageStatus.Progressed, now);
                message.BountyTo.Add(order.Account);
                break;
        }
    }

    private bool IsProven(TransferKind kind, RequestStep step, long? height) =>
        _proven.Contains(ProofOf(kind, step, height));

    /// <summary>The source is proven to the target for all steps but those that end the message at its source.</summary>
    private static string ProofOf(TransferKind kind, RequestStep step, long? height) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{kind}/{step is RequestStep.ProveToSource or RequestStep.ProgressSourceByProof}/{height}"
        );

    private static string Hash(string text) =>
        $"0x{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}

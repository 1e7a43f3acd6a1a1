using Anchor.Domain.Mosaic;
using static Anchor.Domain.Mosaic.MessageStatus;

namespace Anchor.Domain.Tests.Mosaic;

/// <summary>Two chains as far as one request sees them: heads that run ahead, depths that follow, and heads that fall back.</summary>
internal sealed class ModelChains(Random random)
{
    private static readonly ForeignMessage Stranger = new("0xforeign", "0xtheirs");

    private (bool IsOpen, MessageStatus Box, bool IsForeign, RequestClosing Closing) _source = (
        true,
        Undeclared,
        false,
        RequestClosing.None
    );
    private (bool IsOpen, MessageStatus Box, bool IsForeign, RequestClosing Closing) _sourceDeep = (
        true,
        Undeclared,
        false,
        RequestClosing.None
    );
    private MessageStatus _target;
    private MessageStatus _targetDeep;
    private bool _isProven;
    private bool _isProvenBack;
    private MessageStatus _anchored;
    private MessageStatus _anchoredBack;

    /// <summary>The message can be taken back by no reorganisation that is waited for, on either chain.</summary>
    public bool IsSafeToShow => _sourceDeep.Box is Declared or Progressed && _targetDeep is Declared or Progressed;

    public bool IsDone => _sourceDeep.Box == Progressed && _targetDeep == Progressed;

    /// <summary>Time goes by: blocks deepen, roots are anchored, and while it is unquiet others act and chains fall back.</summary>
    public void Pass(bool isUnquiet)
    {
        if (random.Next(2) == 0)
        {
            _sourceDeep = _source;
        }

        if (random.Next(2) == 0)
        {
            _targetDeep = _target;
        }

        if (random.Next(3) == 0)
        {
            (_anchored, _isProven) = (_sourceDeep.Box, _isProven && _anchored == _sourceDeep.Box);
            (_anchoredBack, _isProvenBack) = (_targetDeep, _isProvenBack && _anchoredBack == _targetDeep);
        }

        if (!isUnquiet)
        {
            return;
        }

        switch (random.Next(60))
        {
            case 0:
                _source = _sourceDeep;
                break;
            case 1:
                _target = _targetDeep;
                break;
            case 2 when _source is { IsOpen: true, Box: Undeclared }:
                _source = (false, Declared, true, RequestClosing.None);
                break;
            case 3 when _source is { IsOpen: true, Box: Undeclared } && random.Next(3) == 0:
                _source = (
                    false,
                    Undeclared,
                    false,
                    random.Next(2) == 0 ? RequestClosing.Rejected : RequestClosing.Revoked
                );
                break;
        }
    }

    public RequestSight Sight(MosaicRequest state) =>
        new()
        {
            IsOpen = _source.IsOpen,
            Closing = _source.Closing == _sourceDeep.Closing ? _source.Closing : RequestClosing.None,
            Foreign = _source.IsForeign ? Stranger : null,
            Outbox = new DepthStatus(_source.Box, _sourceDeep.Box),
            Inbox = new DepthStatus(_target, _targetDeep),
            IsInboxFree = random.Next(5) > 0,
            Accept =
                _source.IsOpen && state.SourceWorker is not null
                    ? RequestSample.CanAccept with
                    {
                        Allowance = random.Next(3) == 0 ? TokenAmount.Zero : TokenAmount.Of(1_000),
                        IsProxyFree = random.Next(4) > 0,
                    }
                    : null,
            ToTarget = _anchored is Declared or Progressed ? new ProofSight(20, _isProven, Declared) : null,
            ToSource = _anchoredBack is Declared or Progressed
                ? new ProofSight(30, _isProvenBack, _anchoredBack)
                : null,
        };

    /// <summary>What the contracts do with the order's transaction, now.</summary>
    public StepEnd Perform(StepOrder order, MosaicRequest state)
    {
        if (random.Next(12) == 0)
        {
            return random.Next(2) == 0 ? StepEnd.Failed : StepEnd.OutOfFunds;
        }

        var isOwn = !_source.IsForeign;
        switch (order.Step)
        {
            case RequestStep.ApproveBounty:
                return StepEnd.Done;
            case RequestStep.Accept when _source is { IsOpen: true, Box: Undeclared }:
                _source = (false, Declared, false, RequestClosing.None);
                return StepEnd.Done;
            case RequestStep.ProveToTarget:
                _isProven = true;
                return StepEnd.Done;
            case RequestStep.ProveToSource:
                _isProvenBack = true;
                return StepEnd.Done;
            case RequestStep.Confirm when _isProven && _target == Undeclared:
                _target = Declared;
                return StepEnd.Done;
            case RequestStep.ProgressTarget when isOwn && state.Lock is not null && _target == Declared:
            case RequestStep.ProgressTargetByProof when _isProven && _target == Declared:
                _target = Progressed;
                return StepEnd.Done;
            case RequestStep.ProgressSource when isOwn && state.Lock is not null && _source.Box == Declared:
            case RequestStep.ProgressSourceByProof when _isProvenBack && _source.Box == Declared:
                _source = (false, Progressed, _source.IsForeign, RequestClosing.None);
                return StepEnd.Done;
            default:
                return StepEnd.Failed;
        }
    }
}

using Anchor.Domain.Mosaic;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>A request and its message, as the contracts of both chains hold them. Statuses keep their history, for depth and proofs.</summary>
internal sealed class FakeMessage(RequestTerms terms)
{
    private readonly List<(DateTimeOffset At, MessageStatus Status)> _outbox = [];
    private readonly List<(DateTimeOffset At, MessageStatus Status)> _inbox = [];

    public RequestTerms Terms { get; } = terms;

    public bool IsOpen { get; set; } = true;

    public RequestClosing Closing { get; set; }

    /// <summary>Under which lock it was accepted.</summary>
    public string? HashLock { get; set; }

    public string? MessageHash { get; set; }

    /// <summary>Which account accepted it, and which earned: an entry for each time that the contracts let it.</summary>
    public List<string> AcceptedBy { get; } = [];

    public List<string> BountyTo { get; } = [];

    public List<string> RewardTo { get; } = [];

    /// <summary>Whether the secret was in any call.</summary>
    public bool IsSecretShown { get; set; }

    public MessageStatus Outbox => StatusOf(_outbox, DateTimeOffset.MaxValue);

    public MessageStatus Inbox => StatusOf(_inbox, DateTimeOffset.MaxValue);

    public MessageStatus OutboxAt(DateTimeOffset at) => StatusOf(_outbox, at);

    public MessageStatus InboxAt(DateTimeOffset at) => StatusOf(_inbox, at);

    public void SetOutbox(MessageStatus status, DateTimeOffset at) => _outbox.Add((at, status));

    public void SetInbox(MessageStatus status, DateTimeOffset at) => _inbox.Add((at, status));

    private static MessageStatus StatusOf(List<(DateTimeOffset At, MessageStatus Status)> box, DateTimeOffset at) =>
        box.LastOrDefault(entry => entry.At <= at).Status;
}

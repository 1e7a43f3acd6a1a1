using System.Text.Json.Serialization;

namespace Anchor.Domain.Mosaic;

/// <summary>The status of a message in a gateway's outbox or inbox, by the contract's numbers.</summary>
[GenerateSerializer]
[Alias("anchor.mosaic.message-status")]
[JsonConverter(typeof(SnakeCaseEnumConverter<MessageStatus>))]
public enum MessageStatus
{
    Undeclared = 0,
    Declared = 1,
    Progressed = 2,
    DeclaredRevocation = 3,
    Revoked = 4,
}

/// <summary>How a request left the pool without becoming a message.</summary>
[GenerateSerializer]
[Alias("anchor.mosaic.closing")]
[JsonConverter(typeof(SnakeCaseEnumConverter<RequestClosing>))]
public enum RequestClosing
{
    None = 0,
    Rejected = 1,
    Revoked = 2,
}

/// <summary>A status at the head of a chain, and as deep as is waited for.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.depth-status")]
public sealed record DepthStatus(MessageStatus Head, MessageStatus Deep)
{
    /// <summary>Nothing is known of the message.</summary>
    public static readonly DepthStatus Undeclared = new(MessageStatus.Undeclared, MessageStatus.Undeclared);
}

/// <summary>The anchored block of one chain by which its gateway can be proven on the other.</summary>
/// <param name="Height">The block.</param>
/// <param name="IsProven">Whether the other gateway knows the storage of that block already.</param>
/// <param name="Box">The message's status in the first gateway's box, in that block.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.proof-sight")]
public sealed record ProofSight(long Height, bool IsProven, MessageStatus Box);

/// <summary>What stands in the way of accepting, or not, as the source chain says.</summary>
/// <param name="NextNonce">The nonce that the gateway takes next from the proxy.</param>
/// <param name="IsProxyFree">Whether the proxy's earlier message has progressed; one may be open per proxy and gateway.</param>
/// <param name="IsActivated">Whether the gateway takes stakes; a co-gateway always takes redemptions.</param>
/// <param name="IsWorker">Whether the organization knows the worker.</param>
/// <param name="Bounty">What accepting locks, in base token for stakes, in base coin for redemptions.</param>
/// <param name="Allowance">What the pool may take from the worker.</param>
/// <param name="Funds">What the worker has of the token that the bounty is in.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.accept-sight")]
public sealed record AcceptSight(
    TokenAmount NextNonce,
    bool IsProxyFree,
    bool IsActivated,
    bool IsWorker,
    TokenAmount Bounty,
    TokenAmount Allowance,
    TokenAmount Funds
);

/// <summary>Everything that the two chains say of a request, read in one go. Nothing in it is remembered.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.sight")]
public sealed record RequestSight
{
    /// <summary>Whether the pool holds the request.</summary>
    [Id(0)]
    public bool IsOpen { get; init; }

    /// <summary>How it left the pool, as deep as is waited for.</summary>
    [Id(1)]
    public RequestClosing Closing { get; init; }

    /// <summary>The message, if it is not under this facilitator's own lock.</summary>
    [Id(2)]
    public ForeignMessage? Foreign { get; init; }

    /// <summary>The message at its source.</summary>
    [Id(3)]
    public DepthStatus Outbox { get; init; } = DepthStatus.Undeclared;

    /// <summary>The message at its target.</summary>
    [Id(4)]
    public DepthStatus Inbox { get; init; } = DepthStatus.Undeclared;

    /// <summary>Whether the target gateway can take a message of the proxy: the one before it has progressed there.</summary>
    [Id(5)]
    public bool IsInboxFree { get; init; }

    /// <summary>Only while the request is open.</summary>
    [Id(6)]
    public AcceptSight? Accept { get; init; }

    /// <summary>The source's storage as the target can know it; null if no anchored block shows the message.</summary>
    [Id(7)]
    public ProofSight? ToTarget { get; init; }

    /// <summary>The target's storage as the source can know it.</summary>
    [Id(8)]
    public ProofSight? ToSource { get; init; }
}

/// <summary>When a request is worth its work, and how patiently it is worked on.</summary>
/// <param name="ParGasPrice">The least gas price that is accepted, in the value token's smallest unit.</param>
/// <param name="ParGasLimit">The least gas limit that is accepted.</param>
/// <param name="MinimumReward">The least of gas price times gas limit, which is the most that the work can earn.</param>
/// <param name="ApprovedBounties">For how many bounties the pool is approved at a time.</param>
/// <param name="ForeignPatience">How long a message without a known secret is left to whoever has it.</param>
/// <param name="RetryBudget">How often in a row a step may fail before a person is asked.</param>
/// <param name="RetryPause">After the first failure; each further one doubles it, up to an hour.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.policy")]
public sealed record FacilitationPolicy(
    TokenAmount ParGasPrice,
    TokenAmount ParGasLimit,
    TokenAmount MinimumReward,
    int ApprovedBounties,
    TimeSpan ForeignPatience,
    int RetryBudget,
    TimeSpan RetryPause
);

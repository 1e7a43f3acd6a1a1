using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Domain.Mosaic;

/// <summary>What the machine cannot choose by itself and waits for.</summary>
[GenerateSerializer]
[Alias("anchor.mosaic.need")]
[JsonConverter(typeof(SnakeCaseEnumConverter<RequestNeed>))]
public enum RequestNeed
{
    None = 0,

    /// <summary>A hash lock with its secret, and the workers.</summary>
    Lock = 1,

    /// <summary>A worker for a side that has none (any more).</summary>
    Workers = 2,
}

/// <summary>A request to stake and mint, or to redeem and unstake, with everything that was decided for it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.request")]
public sealed record MosaicRequest
{
    [Id(0)]
    public RequestTerms? Terms { get; init; }

    [Id(1)]
    public RequestStatus Status { get; init; }

    /// <summary>The last status that the chains alone say; a failed step hides it in <see cref="Status"/>.</summary>
    [Id(2)]
    public RequestStatus Reached { get; init; }

    [Id(3)]
    public OwnLock? Lock { get; init; }

    /// <summary>The message that carries the request, where it is not the own one.</summary>
    [Id(4)]
    public ForeignMessage? Foreign { get; init; }

    /// <summary>The own secret cannot be read any more; the rest is done by proofs.</summary>
    [Id(5)]
    public bool IsSecretLost { get; init; }

    [Id(6)]
    public string? SourceWorker { get; init; }

    [Id(7)]
    public string? TargetWorker { get; init; }

    [Id(8)]
    public RequestNeed Needs { get; init; }

    /// <summary>Every transaction that was decided, the oldest first.</summary>
    [Id(9)]
    public ImmutableArray<StepOrder> Orders { get; init; } = [];

    /// <summary>The source's block that was ordered to be proven to the target, and serves until a better one is ordered.</summary>
    [Id(10)]
    public long? ProofHeight { get; init; }

    /// <summary>The target's block that was ordered to be proven to the source.</summary>
    [Id(11)]
    public long? BackProofHeight { get; init; }

    /// <summary>Since when it has been carried by a message whose secret is not here.</summary>
    [Id(12)]
    public DateTimeOffset? ForeignSince { get; init; }

    /// <summary>Failed steps since the chains last showed progress.</summary>
    [Id(13)]
    public int Failures { get; init; }

    /// <summary>No step is ordered before.</summary>
    [Id(14)]
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Looks in a row that the chains did not answer.</summary>
    [Id(15)]
    public int BlindLooks { get; init; }

    /// <summary>Why it does not go on, for the operator.</summary>
    [Id(16)]
    public string? Trouble { get; init; }

    [Id(17)]
    public DateTimeOffset CreatedAt { get; init; }

    [Id(18)]
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The alarm clock; none when it has ended.</summary>
    [Id(19)]
    public DateTimeOffset? NextDue { get; init; }

    [Id(20)]
    public int Wakes { get; init; }

    /// <summary>The source's block in which its event was first seen.</summary>
    [Id(21)]
    public long RequestedAtBlock { get; init; }

    /// <summary>The message that is followed, its own or a foreign one; null before there is any.</summary>
    public string? MessageHash => Foreign?.MessageHash ?? Lock?.MessageHash;

    /// <summary>Whether it can be progressed with the secret.</summary>
    public bool HasSecret => Foreign is null && Lock is not null && !IsSecretLost;

    /// <summary>The retry budget is spent, or the machine waits for a person for another reason.</summary>
    public bool IsStuck(FacilitationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Failures >= policy.RetryBudget;
    }

    /// <summary>Orders whose end is not known, the oldest first.</summary>
    public IEnumerable<StepOrder> OpenOrders() => Orders.Where(order => order.End is null);

    public string? WorkerOf(Side side) => side == Side.Source ? SourceWorker : TargetWorker;
}

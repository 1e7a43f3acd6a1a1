using System.Text.Json.Serialization;

namespace Anchor.Domain.Mosaic;

/// <summary>The transactions that carry a request to its end.</summary>
[GenerateSerializer]
[Alias("anchor.mosaic.step")]
[JsonConverter(typeof(SnakeCaseEnumConverter<RequestStep>))]
public enum RequestStep
{
    /// <summary>Let the pool take the bounty from the worker; stakes only.</summary>
    ApproveBounty = 0,

    /// <summary>Accept the request under the hash lock; locks the bounty.</summary>
    Accept = 1,

    /// <summary>Prove the source gateway's account to the target gateway, at an anchored height.</summary>
    ProveToTarget = 2,

    /// <summary>Confirm the declared intent on the target chain by a storage proof.</summary>
    Confirm = 3,

    /// <summary>Mint or unstake with the secret; the caller gets the reward.</summary>
    ProgressTarget = 4,

    /// <summary>Progress the stake or the redemption with the secret; the caller gets the bounty.</summary>
    ProgressSource = 5,

    /// <summary>Prove the target gateway's account to the source gateway: the way without the secret.</summary>
    ProveToSource = 6,

    /// <summary>Mint or unstake by a proof of the source's outbox.</summary>
    ProgressTargetByProof = 7,

    /// <summary>Progress the source by a proof of the target's inbox.</summary>
    ProgressSourceByProof = 8,
}

/// <summary>What is fixed about each step.</summary>
public static class RequestSteps
{
    /// <summary>The chain that the step's transaction goes to.</summary>
    public static Side Side(this RequestStep step) =>
        step
            is RequestStep.ApproveBounty
                or RequestStep.Accept
                or RequestStep.ProgressSource
                or RequestStep.ProveToSource
                or RequestStep.ProgressSourceByProof
            ? Mosaic.Side.Source
            : Mosaic.Side.Target;

    /// <summary>Where the request stands when the step has failed.</summary>
    public static RequestStatus Failure(this RequestStep step) =>
        step switch
        {
            RequestStep.ApproveBounty or RequestStep.Accept => RequestStatus.AcceptFailed,
            RequestStep.ProveToTarget => RequestStatus.AccountProofFailed,
            RequestStep.Confirm => RequestStatus.ConfirmFailed,
            RequestStep.ProgressTarget or RequestStep.ProgressTargetByProof => RequestStatus.TargetProgressFailed,
            _ => RequestStatus.SourceProgressFailed,
        };

    /// <summary>One transaction of it serves every request that waits for the same height.</summary>
    public static bool IsShared(this RequestStep step) =>
        step is RequestStep.ProveToTarget or RequestStep.ProveToSource;
}

/// <summary>A transaction that was decided. Its id is the key under which the worker's account sends it once, whatever happens.</summary>
/// <param name="Worker">Who signs it, an address.</param>
/// <param name="Height">For proofs: the anchored block of the other chain.</param>
/// <param name="Hash">The transaction that ended it, if one was sent.</param>
/// <param name="End">Null while it is not known how it ended.</param>
/// <param name="Reason">Why it failed.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.order")]
public sealed record StepOrder(
    string Id,
    RequestStep Step,
    string Worker,
    long? Height,
    DateTimeOffset OrderedAt,
    string? Hash = null,
    StepEnd? End = null,
    string? Reason = null
);

/// <summary>How a transaction ended.</summary>
[GenerateSerializer]
[Alias("anchor.mosaic.step-end")]
[JsonConverter(typeof(SnakeCaseEnumConverter<StepEnd>))]
public enum StepEnd
{
    /// <summary>It stands on the chain as deep as is waited for, and did what it should.</summary>
    Done = 0,

    /// <summary>Nothing was sent, because it would have failed; or it was, and reverted.</summary>
    Failed = 1,

    /// <summary>The worker cannot pay for it; another one may.</summary>
    OutOfFunds = 2,
}

using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace Anchor.Domain.Mosaic;

/// <summary>Where a request stands, by what the chains say. Each step that can fail has a failed state, from which it is tried again.</summary>
[GenerateSerializer]
[Alias("anchor.mosaic.request-status")]
[JsonConverter(typeof(SnakeCaseEnumConverter<RequestStatus>))]
public enum RequestStatus
{
    /// <summary>No such request. Never stored, never shown.</summary>
    None = 0,

    /// <summary>It stands on the source chain and waits to be accepted.</summary>
    Requested = 1,

    /// <summary>The intent is declared on the source chain, with this facilitator's hash lock or a stranger's.</summary>
    Accepted = 2,

    /// <summary>The source gateway's storage at or above the declaration is proven to the target gateway.</summary>
    AccountProven = 3,

    /// <summary>The intent is confirmed on the target chain.</summary>
    IntentConfirmed = 4,

    /// <summary>The source gateway has progressed; the target not yet.</summary>
    SourceProgressed = 5,

    /// <summary>The target gateway has progressed: the value is there. The source not yet.</summary>
    TargetProgressed = 6,

    /// <summary>Both gateways have progressed, as deep as is waited for.</summary>
    Complete = 7,

    AcceptFailed = 8,
    AccountProofFailed = 9,
    ConfirmFailed = 10,
    SourceProgressFailed = 11,
    TargetProgressFailed = 12,

    /// <summary>A worker of the organization has rejected it; the value went back.</summary>
    Rejected = 13,

    /// <summary>Who made it has revoked it; the value went back.</summary>
    Revoked = 14,

    /// <summary>The chains cannot be asked, or contradict themselves. It is asked again, and an operator is told.</summary>
    Unknown = 15,
}

/// <summary>Questions about statuses, and the names under which they are stored and shown.</summary>
public static class RequestStatuses
{
    private static readonly FrozenDictionary<RequestStatus, (string Stake, string Redeem)> Names = new Dictionary<
        RequestStatus,
        (string, string)
    >
    {
        [RequestStatus.Requested] = ("REQUESTED", "REQUESTED"),
        [RequestStatus.Accepted] = ("ACCEPTED", "ACCEPTED"),
        [RequestStatus.AccountProven] = ("ACCOUNT_PROVEN", "ACCOUNT_PROVEN"),
        [RequestStatus.IntentConfirmed] = ("STAKE_INTENT_CONFIRMED", "REDEEM_INTENT_CONFIRMED"),
        [RequestStatus.SourceProgressed] = ("PROGRESS_STAKE", "PROGRESS_REDEEM"),
        [RequestStatus.TargetProgressed] = ("PROGRESS_MINT", "PROGRESS_UNSTAKE"),
        [RequestStatus.Complete] = ("COMPLETE", "COMPLETE"),
        [RequestStatus.AcceptFailed] = ("ACCEPTED_FAILED", "ACCEPTED_FAILED"),
        [RequestStatus.AccountProofFailed] = ("ACCOUNT_PROVEN_FAILED", "ACCOUNT_PROVEN_FAILED"),
        [RequestStatus.ConfirmFailed] = ("STAKE_INTENT_CONFIRMED_FAILED", "REDEEM_INTENT_CONFIRMED_FAILED"),
        [RequestStatus.SourceProgressFailed] = ("PROGRESS_STAKE_FAILED", "PROGRESS_REDEEM_FAILED"),
        [RequestStatus.TargetProgressFailed] = ("PROGRESS_MINT_FAILED", "PROGRESS_UNSTAKE_FAILED"),
        [RequestStatus.Rejected] = ("REJECTED", "REJECTED"),
        [RequestStatus.Revoked] = ("REVOKED", "REVOKED"),
        [RequestStatus.Unknown] = ("UNKNOWN", "UNKNOWN"),
    }.ToFrozenDictionary();

    /// <summary>Nothing remains to be done.</summary>
    public static bool IsTerminal(this RequestStatus status) =>
        status is RequestStatus.Complete or RequestStatus.Rejected or RequestStatus.Revoked;

    /// <summary>A step failed and is tried again, within its budget.</summary>
    public static bool IsFailure(this RequestStatus status) =>
        status is >= RequestStatus.AcceptFailed and <= RequestStatus.TargetProgressFailed;

    /// <summary>The name in the tables, logs and lists: <c>STAKE_INTENT_CONFIRMED</c>.</summary>
    public static string NameFor(this RequestStatus status, TransferKind kind) =>
        Names.TryGetValue(status, out var names)
            ? kind == TransferKind.Stake
                ? names.Stake
                : names.Redeem
            : throw new ArgumentOutOfRangeException(nameof(status), status, "It is never shown.");

    /// <summary>The wire name of a kind: <c>stake</c>, <c>redeem</c>.</summary>
    public static string WireName(this TransferKind kind) => SnakeCaseEnumConverter<TransferKind>.NameOf(kind);
}

using System.Net;

namespace Anchor.Stellar.Horizon;

/// <summary>Why Horizon gave no answer.</summary>
public enum HorizonFailure
{
    /// <summary>It answered 4xx: the request is wrong or not allowed.</summary>
    Refused,

    /// <summary>429: asked too often.</summary>
    Throttled,

    /// <summary>5xx.</summary>
    ServerError,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The connection failed or broke.</summary>
    Unreachable,

    /// <summary>The answer is not what Horizon writes.</summary>
    Unreadable,
}

/// <summary>Horizon gave no usable answer; what was asked remains unknown.</summary>
public sealed class HorizonException(HorizonFailure failure, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public HorizonFailure Failure { get; } = failure;

    /// <summary>Null if nothing was answered.</summary>
    public HttpStatusCode? Status { get; init; }

    public HorizonProblem? Problem { get; init; }

    /// <summary>How long Horizon asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Why a stream cannot go on from its cursor.</summary>
public enum HorizonCursorFault
{
    /// <summary>Horizon's history begins after the cursor: payments between may never be seen here.</summary>
    BeforeHistory,

    /// <summary>The cursor is of a ledger that this network has not reached: the network was reset, or is another.</summary>
    AheadOfNetwork,

    /// <summary>Horizon is on another network than the configured one.</summary>
    OtherNetwork,

    /// <summary>The network began anew, as test networks do: its ledgers are not those that were seen before.</summary>
    NetworkReset,
}

/// <summary>The stored cursor does not fit this Horizon. A person must decide; going on would skip payments.</summary>
public sealed class HorizonCursorException(HorizonCursorFault fault, long cursor, string message) : Exception(message)
{
    public HorizonCursorFault Fault { get; } = fault;

    public long Cursor { get; } = cursor;
}

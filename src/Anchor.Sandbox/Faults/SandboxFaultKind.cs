namespace Anchor.Sandbox;

/// <summary>What can go wrong at one request, one stream or one record of the sandbox's Horizon.</summary>
public enum SandboxFaultKind
{
    /// <summary>504 to a submission that is then forgotten.</summary>
    TimeoutBeforeApply,

    /// <summary>504 to a submission that is queued and will apply.</summary>
    TimeoutAfterApply,

    /// <summary>503 to any request.</summary>
    ServiceUnavailable,

    /// <summary>429 to any request.</summary>
    TooManyRequests,

    /// <summary>The connection breaks before anything is done.</summary>
    ConnectionReset,

    /// <summary>The connection breaks after a submission was queued, before its answer.</summary>
    ConnectionResetAfterApply,

    /// <summary>The answer comes late, by the fault's size in milliseconds.</summary>
    Delay,

    /// <summary>410 to a request with a cursor.</summary>
    BeforeHistory,

    /// <summary>200 with a body that ends in the middle.</summary>
    MalformedJson,

    /// <summary>A record of an operation type that no client knows, in a list or stream of operations.</summary>
    UnknownOperation,

    /// <summary>A stream breaks in the middle of an event.</summary>
    StreamDrop,

    /// <summary>A stream stays open and says nothing more.</summary>
    StreamSilence,

    /// <summary>A stream says byebye after the fault's size in records.</summary>
    StreamByebye,

    /// <summary>A stream sends an event twice.</summary>
    StreamDuplicate,

    /// <summary>A new stream starts the fault's size in records before its cursor.</summary>
    StreamReplay,

    /// <summary>A stream also sends the operations of failed transactions.</summary>
    StreamFailedTransactions,

    /// <summary>A stream sends an error event and ends.</summary>
    StreamError,
}

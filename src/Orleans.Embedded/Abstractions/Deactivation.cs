namespace Orleans;

/// <summary>Why an activation ends.</summary>
public enum DeactivationReasonCode : byte
{
    None,
    ShuttingDown,
    ActivationFailed,
    DirectoryFailure,
    ActivationIdle,
    ActivationUnresponsive,
    DuplicateActivation,
    IncompatibleRequest,
    ApplicationError,
    ApplicationRequested,
    Migrating,
    RuntimeRequested,
    HighMemoryPressure,
}

/// <summary>Why an activation ends, in words.</summary>
public readonly struct DeactivationReason(DeactivationReasonCode code, string text)
{
    public DeactivationReasonCode ReasonCode { get; } = code;
    public string Description { get; } = text;
    public Exception? Exception { get; }

    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
        : this(code, text) => Exception = exception;
}

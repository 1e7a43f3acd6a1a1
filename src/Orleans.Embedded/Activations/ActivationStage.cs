namespace Orleans.Embedded.Activations;

/// <summary>The life of an activation. It never goes back.</summary>
internal enum ActivationStage : byte
{
    /// <summary>No call has come yet.</summary>
    New,

    /// <summary>State is read and the grain is told.</summary>
    Activating,

    /// <summary>Calls run.</summary>
    Active,

    /// <summary>Running calls end, no other begins.</summary>
    Draining,

    /// <summary>The grain is told.</summary>
    Deactivating,

    /// <summary>Calls are refused; who holds one sends it to a new activation.</summary>
    Ended,
}

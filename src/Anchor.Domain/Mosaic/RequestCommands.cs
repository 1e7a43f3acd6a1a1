namespace Anchor.Domain.Mosaic;

/// <summary>Something that happened to a request.</summary>
[GenerateSerializer]
[Alias("anchor.mosaic.c")]
public abstract record RequestCommand;

/// <summary>Its event was read, and what it says was checked.</summary>
/// <param name="Height">The block of the event.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.c.record")]
public sealed record RecordRequest(RequestTerms Terms, long Height) : RequestCommand;

/// <summary>The two chains were asked.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.c.look")]
public sealed record TakeSight(RequestSight Sight, FacilitationPolicy Policy) : RequestCommand;

/// <summary>The chains did not answer, or not with sense.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.c.blind")]
public sealed record LoseSight(string Reason) : RequestCommand;

/// <summary>A hash lock was made for it. The first one stands, whatever comes later.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.c.lock")]
public sealed record SetLock(OwnLock Lock) : RequestCommand;

/// <summary>Workers with enough coin were found; a side that has one keeps it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.c.workers")]
public sealed record AssignWorkers(string? Source, string? Target) : RequestCommand;

/// <summary>No worker can be had now.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.c.no-workers")]
public sealed record MissWorkers(string Reason) : RequestCommand;

/// <summary>The stored secret does not open any more.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.c.lost-secret")]
public sealed record LoseSecret : RequestCommand;

/// <summary>It is known how an ordered transaction ended.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.c.order-ended")]
public sealed record EndOrder(string OrderId, StepEnd End, string? Hash, string? Reason, FacilitationPolicy Policy)
    : RequestCommand;

/// <summary>The alarm rang.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.c.wake")]
public sealed record WakeRequest : RequestCommand;

/// <summary>An operator wants it tried again, though its budget is spent.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.c.retry")]
public sealed record RetryRequest : RequestCommand;

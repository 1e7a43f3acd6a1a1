namespace Anchor.Domain.Workers;

/// <summary>Something that happened to an order of an account.</summary>
[GenerateSerializer]
[Alias("anchor.wt")]
public abstract record WorkerCommand;

/// <summary>It is to be sent. Ordering the same id again changes nothing.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.wt.order")]
public sealed record OrderTransaction(WorkerOrder Order) : WorkerCommand;

/// <summary>Bytes were signed with this nonce; once this is stored they may be sent.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.wt.sign")]
public sealed record RecordAttempt(long Nonce, WorkerAttempt Attempt) : WorkerCommand;

/// <summary>Bytes that pay more were signed with the same nonce; once this is stored they may be sent.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.wt.replace")]
public sealed record RecordReplacement(WorkerAttempt Attempt) : WorkerCommand;

/// <summary>Nothing could be signed now, or what was cannot be sent on.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.wt.postpone")]
public sealed record PostponeTransaction(string Reason, TimeSpan Pause) : WorkerCommand;

/// <summary>The node says that it would fail; nothing was signed.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.wt.refuse")]
public sealed record RefuseTransaction(string Reason) : WorkerCommand;

/// <summary>The account has not the coin for it; nothing was signed.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.wt.no-funds")]
public sealed record MissFunds(string Reason) : WorkerCommand;

/// <summary>One of the attempts stands on the chain, as deep as is waited for.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.wt.end")]
public sealed record EndTransaction(WorkerEnd End) : WorkerCommand;

/// <summary>At this height the nonce was taken for good, and then none of the attempts was found.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.wt.miss")]
public sealed record MissTransaction(long Height) : WorkerCommand;

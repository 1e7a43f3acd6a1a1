using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Domain.Workers;

/// <summary>What an account is to send. The id is the idempotency key: one id, one transaction that applies, for ever.</summary>
/// <param name="Account">The chain and the address (<see cref="WorkerAccount.KeyOf"/>).</param>
/// <param name="To">An address.</param>
/// <param name="Value">In wei, decimal digits.</param>
/// <param name="Data">0x and hexadecimal digits.</param>
/// <param name="GasLimit">0 leaves it to an estimate.</param>
/// <param name="FillsNonce">Only a transaction of this nonce is wanted, whosever it is: it closes a gap.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.worker-order")]
public sealed record WorkerOrder(
    string OrderId,
    string Account,
    string To,
    string Value,
    string Data,
    long GasLimit,
    long? FillsNonce = null
);

/// <summary>Where an order stands.</summary>
[GenerateSerializer]
[Alias("anchor.worker-status")]
[JsonConverter(typeof(SnakeCaseEnumConverter<WorkerStatus>))]
public enum WorkerStatus
{
    None = 0,

    /// <summary>Nothing is signed, or nothing that was can apply any more.</summary>
    Queued = 1,

    /// <summary>Bytes are stored and may be on the chain. Only the chain's proof leads out of here.</summary>
    InFlight = 2,

    /// <summary>It stands on the chain, as deep as is waited for, and did what it should.</summary>
    Succeeded = 3,

    /// <summary>Nothing was sent because it would have failed; or it was, and reverted for good.</summary>
    Failed = 4,

    /// <summary>Nothing was sent: the account cannot pay for it.</summary>
    OutOfFunds = 5,
}

/// <summary>Signed bytes: stored before they are sent. All attempts of an order share its nonce, so at most one of them applies.</summary>
/// <param name="Hash">0x and 64 digits.</param>
/// <param name="Raw">0x and the bytes.</param>
/// <param name="MaxFee">The most that each unit of gas may cost, in wei.</param>
/// <param name="Tip">Of that the most that goes to the block's maker; null in a legacy transaction.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.worker-attempt")]
public sealed record WorkerAttempt(
    string Hash,
    string Raw,
    long GasLimit,
    string MaxFee,
    string? Tip,
    DateTimeOffset SignedAt
);

/// <summary>How a transaction ended on the chain.</summary>
/// <param name="Fee">What it cost for gas, in wei.</param>
/// <param name="Reason">Of a revert, as far as the contract said one.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.worker-end")]
public sealed record WorkerEnd(string Hash, long Height, long GasUsed, string Fee, bool Succeeded, string? Reason);

/// <summary>One order of an account and what became of it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.worker-transaction")]
public sealed record WorkerTransaction
{
    [Id(0)]
    public WorkerOrder Order { get; init; } = null!;

    [Id(1)]
    public WorkerStatus Status { get; init; }

    [Id(2)]
    public DateTimeOffset OrderedAt { get; init; }

    [Id(3)]
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Given when it is signed, and kept as long as its bytes could apply.</summary>
    [Id(4)]
    public long? Nonce { get; init; }

    /// <summary>The latest last.</summary>
    [Id(5)]
    public ImmutableArray<WorkerAttempt> Attempts { get; init; } = [];

    /// <summary>Hashes of bytes that can never apply: another transaction took their nonce for good.</summary>
    [Id(6)]
    public ImmutableArray<string> Displaced { get; init; } = [];

    /// <summary>How often in a row, at growing heights, the nonce was seen taken for good by a transaction that is none of the attempts.</summary>
    [Id(7)]
    public int MissedLooks { get; init; }

    /// <summary>The height of the last such look.</summary>
    [Id(8)]
    public long MissedHeight { get; init; }

    [Id(9)]
    public WorkerEnd? End { get; init; }

    /// <summary>Why it failed, or why it is not sent yet.</summary>
    [Id(10)]
    public string? Trouble { get; init; }

    /// <summary>Nothing remains to be done for it.</summary>
    public bool IsDone => Status is WorkerStatus.Succeeded or WorkerStatus.Failed or WorkerStatus.OutOfFunds;
}

/// <summary>What an account must remember beside its orders.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.worker-account")]
public sealed record WorkerAccount
{
    /// <summary>One more than the greatest nonce that was ever given out; null before the first.</summary>
    [Id(0)]
    public long? NextNonce { get; init; }

    /// <summary>The key of an account's grain and rows; the case of the address' digits makes no difference.</summary>
    public static string KeyOf(string chain, string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return $"{chain}/{address.ToLowerInvariant()}";
    }

    /// <summary>The chain of such a key.</summary>
    public static string ChainOf(string key) => key[..key.LastIndexOf('/')];

    /// <summary>The address of such a key, in small letters.</summary>
    public static string AddressOf(string key) => key[(key.LastIndexOf('/') + 1)..];
}

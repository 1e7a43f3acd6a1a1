using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Anchor.Domain.Chains;

/// <summary>Where an event of a chain stands.</summary>
[GenerateSerializer]
[Alias("anchor.chain-event-status")]
[JsonConverter(typeof(SnakeCaseEnumConverter<ChainEventStatus>))]
public enum ChainEventStatus
{
    /// <summary>Stored, and nobody has been told yet.</summary>
    Received = 0,

    /// <summary>Whoever it concerns has stored what follows from it.</summary>
    Consumed = 1,

    /// <summary>It failed again and again, and waits for a person; the others went on.</summary>
    SetAside = 2,
}

/// <summary>What a contract announced, as it stood in a block.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.chain-event")]
public sealed record ChainEvent
{
    /// <summary>After so many failures an event is set aside.</summary>
    public const int MostFailures = 5;

    [Id(0)]
    public string Chain { get; init; } = "";

    [Id(1)]
    public long Height { get; init; }

    [Id(2)]
    public string BlockHash { get; init; } = "";

    [Id(3)]
    public string TransactionHash { get; init; } = "";

    /// <summary>Its place among the events of the block.</summary>
    [Id(4)]
    public long LogIndex { get; init; }

    /// <summary>The contract, with checksum.</summary>
    [Id(5)]
    public string Address { get; init; } = "";

    /// <summary>0x and 64 digits each; the first says which event it is.</summary>
    [Id(6)]
    public ImmutableArray<string> Topics { get; init; } = [];

    /// <summary>0x and hexadecimal digits.</summary>
    [Id(7)]
    public string Data { get; init; } = "";

    /// <summary>Its block is not the chain's past any more. It is told once more, with this.</summary>
    [Id(8)]
    public bool IsOrphaned { get; init; }

    [Id(9)]
    public ChainEventStatus Status { get; init; }

    /// <summary>How often telling failed.</summary>
    [Id(10)]
    public int Failures { get; init; }

    /// <summary>Why it failed last.</summary>
    [Id(11)]
    public string? Trouble { get; init; }

    /// <summary>How often the chain had changed its past when it was read (<see cref="ScanCursor.Rewinds"/>).</summary>
    [Id(12)]
    public long Rewinds { get; init; }

    /// <summary>The natural id: the same event of the same block, read again, is the same row.</summary>
    public string Id =>
        string.Create(CultureInfo.InvariantCulture, $"{Chain}/{Rewinds}/{Height}/{BlockHash}/{LogIndex}");

    /// <summary>Somebody is still to be told.</summary>
    public bool IsOpen => Status == ChainEventStatus.Received;

    /// <summary>Its block is gone: whoever was told of it is told so.</summary>
    public ChainEvent Orphan() =>
        this with
        {
            IsOrphaned = true,
            Status = ChainEventStatus.Received,
            Failures = 0,
            Trouble = null,
        };

    /// <summary>It was told, or telling it failed.</summary>
    public ChainEvent Told(string? fault) =>
        fault is null
            ? this with
            {
                Status = ChainEventStatus.Consumed,
                Trouble = null,
            }
            : this with
            {
                Failures = Failures + 1,
                Trouble = fault,
                Status = Failures + 1 < MostFailures ? ChainEventStatus.Received : ChainEventStatus.SetAside,
            };
}

using System.Collections.Immutable;

namespace Anchor.Grains.Sync;

/// <summary>A vertex as far as it moves value: what a projection is made of, whichever way it was learnt.</summary>
/// <param name="Version">The node's number for its kind.</param>
/// <param name="Timestamp">Seconds of the Unix epoch.</param>
/// <param name="Height">Of a block; null for a transaction.</param>
/// <param name="Parent">The block before it; null for a transaction and the first block.</param>
/// <param name="CreatedToken">The names of the token it creates, whose id is its own; null if it creates none.</param>
public sealed record SyncVertex(
    string Id,
    int Version,
    long Timestamp,
    long? Height,
    string? Parent,
    ImmutableArray<OutputKey> Inputs,
    ImmutableArray<SyncOutput> Outputs,
    TokenNames? CreatedToken
)
{
    public bool IsBlock => Height is not null;
}

/// <summary>An output by its transaction and place.</summary>
public readonly record struct OutputKey(string TxId, int Index);

/// <summary>What a token is called.</summary>
public sealed record TokenNames(string Name, string Symbol);

/// <summary>An output.</summary>
/// <param name="Token">The token's id; <c>00</c> is HTR.</param>
/// <param name="Address">Null for a script that is none of an address: it can be spent, and is nobody's balance.</param>
/// <param name="Value">0 for an authority.</param>
/// <param name="Authorities">A mask of bits: 1 mint, 2 melt; 0 for a value.</param>
/// <param name="Timelock">Seconds of the Unix epoch until which it is locked; null for none.</param>
/// <param name="Heightlock">The height from which a reward can be spent; null for what is no reward.</param>
public sealed record SyncOutput(
    string? Address,
    string Token,
    long Value,
    int Authorities,
    long? Timelock,
    long? Heightlock
);

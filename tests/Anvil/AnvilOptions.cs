namespace Anchor.Testing.Anvil;

/// <summary>What kind of chain is wanted.</summary>
public sealed record AnvilOptions
{
    public long ChainId { get; init; } = 1337;

    /// <summary>What each of the ten accounts begins with, in whole coins.</summary>
    public long Balance { get; init; } = 10_000;

    /// <summary>Seconds between blocks; null makes a block for every transaction, and none without.</summary>
    public double? BlockTime { get; init; }

    /// <summary>The rules that blocks follow; null for the latest.</summary>
    public string? Hardfork { get; init; }

    /// <summary>A file of <c>State</c> that the chain begins with, <c>origin</c> or <c>auxiliary</c>; null for an empty chain.</summary>
    public string? State { get; init; }

    /// <summary>The chain of the value token, with the contracts on it.</summary>
    public static AnvilOptions Origin { get; } = new() { State = "origin" };

    /// <summary>The chain of the utility token, with the contracts on it. The accounts hold what the coin's contract was given.</summary>
    public static AnvilOptions Auxiliary { get; } =
        new()
        {
            ChainId = 1406,
            Balance = 2_000_000_000,
            State = "auxiliary",
        };
}

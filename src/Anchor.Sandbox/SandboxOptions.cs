namespace Anchor.Sandbox;

/// <summary>What a sandbox network is made of. Two networks with equal options, clock and input are equal ledger by ledger.</summary>
public sealed record SandboxOptions
{
    /// <summary>The public test network's passphrase: some wallets speak plain HTTP with no other.</summary>
    public const string TestnetPassphrase = "Test SDF Network ; September 2015";

    public string Passphrase { get; init; } = TestnetPassphrase;

    /// <summary>How often a ledger closes; null leaves closing to <see cref="SandboxNetwork.CloseLedger"/>.</summary>
    public TimeSpan? CloseInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The SQLite file that holds the ledgers; null keeps them in memory.</summary>
    public string? LedgerFile { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public int ProtocolVersion { get; init; } = 23;

    /// <summary>Stroops an operation.</summary>
    public uint BaseFee { get; init; } = 100;

    /// <summary>Stroops.</summary>
    public long BaseReserve { get; init; } = 5_000_000;

    /// <summary>The most operations that one ledger takes; what is left waits for the next.</summary>
    public int MaxTransactionSetSize { get; init; } = 20_000;

    /// <summary>Stroops that friendbot gives a new account.</summary>
    public long FriendbotBalance { get; init; } = 10_000_0000000;

    /// <summary>How long <c>POST /transactions</c> waits for a ledger before it answers 504.</summary>
    public TimeSpan SubmissionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an event stream lives before it says byebye.</summary>
    public TimeSpan StreamLifetime { get; init; } = TimeSpan.FromSeconds(55);

    /// <summary>What one unit of an asset code is worth in lumens, for path payments. A code that is not here cannot be exchanged.</summary>
    public IReadOnlyDictionary<string, decimal> Rates { get; init; } =
        new Dictionary<string, decimal>(StringComparer.Ordinal)
        {
            ["XLM"] = 1m,
            ["TEST"] = 2m,
            ["USD"] = 4m,
            ["USDC"] = 4m,
            ["EUR"] = 5m,
            ["EURC"] = 5m,
        };

    /// <summary>Whether <c>/_sandbox/*</c> is served: faults, manual close, reset.</summary>
    public bool ControlEndpoints { get; init; } = true;
}

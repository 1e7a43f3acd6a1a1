namespace Anchor.Sandbox;

/// <summary>Everything that can be made to go wrong, changeable while the network runs: faults that strike now and then, and conditions that last.</summary>
public sealed class SandboxFaults
{
    private SandboxConditions _conditions = new();

    /// <summary>Called after the conditions changed, so that streams look again.</summary>
    internal Action? Changed { get; set; }

    public FaultBoard<SandboxFaultKind> Board { get; } = new();

    public SandboxConditions Conditions
    {
        get => Volatile.Read(ref _conditions);
        set
        {
            Volatile.Write(ref _conditions, value);
            Changed?.Invoke();
        }
    }

    /// <summary>Everything works again.</summary>
    public void Clear()
    {
        Board.Replace([], Board.Seed);
        Conditions = new SandboxConditions();
    }

    internal Fault? Strike(SandboxFaultKind kind, string path = "") => Board.Strike(kind, path);
}

/// <summary>Conditions that last until they are changed.</summary>
public sealed record SandboxConditions
{
    /// <summary>By how many ledgers everything that Horizon answers lags behind core.</summary>
    public int IngestionLag { get; init; }

    /// <summary>Under a lag, accounts alone are up to date, as another node's answer would be.</summary>
    public bool AccountsRunAhead { get; init; }

    /// <summary>No ledger closes by the clock.</summary>
    public bool Stalled { get; init; }

    /// <summary>The least fee an operation that is taken, in stroops, under surge pricing; null for none.</summary>
    public uint? SurgeFee { get; init; }

    /// <summary>The passphrase that <c>GET /</c> claims; null for the true one.</summary>
    public string? Passphrase { get; init; }

    /// <summary>By how many seconds the network's clock is wrong, in ledgers and in <c>Date</c> headers.</summary>
    public int ClockSkewSeconds { get; init; }
}

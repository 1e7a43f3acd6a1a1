namespace Anchor.Hosting.Runtime;

/// <summary>What a process is to the runtime.</summary>
internal enum RuntimePart
{
    /// <summary>It holds grains and starts those that work by themselves.</summary>
    Silo,

    /// <summary>It holds grains for as long as one command works, as nobody else does.</summary>
    Command,

    /// <summary>It works on a command while the silos of a cluster hold the grains.</summary>
    CommandBesideSilos,

    /// <summary>It holds the grains of a facilitator, which has a database for itself; in a cluster, the one silo of that database.</summary>
    Facilitator,

    /// <summary>It serves wallets. In a cluster it holds no grain; the embedded runtime is inside it.</summary>
    Client,
}

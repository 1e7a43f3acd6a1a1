namespace Anchor.Silo.Drill.Cluster;

/// <summary>What a drill of a cluster does beyond a drill of one server.</summary>
/// <param name="ClientProgram">The program of the clients; that of the silos is this one.</param>
/// <param name="DatabaseStop">A shell command that stops the database; null: it is left alone.</param>
/// <param name="DatabaseStart">A shell command that starts it again.</param>
/// <param name="DeadAfter">The silence after which silos declare another one dead.</param>
internal sealed record ClusterPlan(
    int Silos,
    int Clients,
    string ClientProgram,
    string? DatabaseStop,
    string? DatabaseStart,
    TimeSpan DeadAfter
);

namespace Anchor.Hosting.Configuration;

/// <summary>What a silo of Microsoft Orleans is told of its cluster; the embedded runtime has none.</summary>
/// <param name="Address">The IP address or host name at which other silos and clients reach this one.</param>
/// <param name="DeadAfter">The silence after which the others declare a silo dead.</param>
public sealed record ClusterSettings(string Id, string Address, SiloPorts Ports, TimeSpan DeadAfter);

/// <summary>The ports of a silo: for other silos, and for clients.</summary>
public sealed record SiloPorts(int Silo, int Gateway);

using Anchor.Domain;
using Anchor.Domain.Network;

namespace Anchor.Grains.Networks;

/// <summary>What is known of the network, and the one place that decides that it was reset. The key is <see cref="NetworkKeys.Stellar"/>.</summary>
[Alias("anchor.INetworkGrain")]
public interface INetworkGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that the network is looked at at an interval, and that what was begun goes on.</summary>
    [Alias("start")]
    Task StartAsync(CancellationToken cancellationToken);

    [ReadOnly]
    [Alias("get")]
    Task<NetworkState> GetAsync(CancellationToken cancellationToken);

    /// <summary>Decides a command; when it returns, the answer is stored, and what follows from it has begun.</summary>
    [Alias("apply")]
    Task<NetworkOutcome> ApplyAsync(NetworkCommand command, CancellationToken cancellationToken);
}

/// <summary>The operator's word that a network is gone for good and the one that is seen now takes its place. It may be given again. The key is <see cref="NetworkKeys.Stellar"/>.</summary>
[Alias("anchor.INetworkTakeoverGrain")]
public interface INetworkTakeoverGrain : IGrainWithStringKey
{
    /// <summary>The installation puts its accounts and assets on the new network by itself: nobody need be asked for seeds.</summary>
    [Alias("reissues")]
    Task<bool> ReissuesAsync(CancellationToken cancellationToken);

    /// <summary>Begins the ending, or finds it under way; the network's grain sees it through, also over crashes.</summary>
    /// <param name="force">Also if the reset is not proved, such as when it happened before the network was first looked at.</param>
    /// <param name="cancellationToken">Stops the looks, not what was begun.</param>
    [Alias("begin")]
    Task<NetworkOutcome> BeginAsync(bool force, CancellationToken cancellationToken);
}

/// <summary>The keys of <see cref="INetworkGrain"/>.</summary>
public static class NetworkKeys
{
    public const string Stellar = "stellar";
}

/// <summary>The answer to a command.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Refusal">Null if the command was accepted, now or before.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.network-outcome")]
public sealed record NetworkOutcome(NetworkState State, Refusal? Refusal);

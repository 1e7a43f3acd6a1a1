using Anchor.Domain.Network;

namespace Anchor.Grains.Ports;

/// <summary>What a look at the network proves.</summary>
public enum NetworkVerdict
{
    /// <summary>Nothing: the network cannot be asked, lags, or has forgotten the landmarks.</summary>
    Unsure = 0,

    /// <summary>It goes on from the landmarks; or there are none yet, and nothing speaks against it.</summary>
    Same = 1,

    /// <summary>It does not go on from the landmarks: it began anew.</summary>
    Other = 2,
}

/// <summary>A look at the network.</summary>
/// <param name="Latest">The latest ledger that was seen; null if none was.</param>
/// <param name="Reason">By what it is proved, or why it is not.</param>
public sealed record NetworkSight(NetworkVerdict Verdict, Landmark? Latest, string Reason);

using System.Collections.Immutable;

namespace Anchor.Grains.Rails;

/// <summary>
/// One poll of the business: its key is one of <see cref="RailsPolls"/>. Each has its own turn, interval and time limit, so that a slow one delays no other.
/// </summary>
[Alias("anchor.IRailsPollGrain")]
public interface IRailsPollGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that the poll ticks at its interval.</summary>
    [Alias("start")]
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Polls once, now; gives what came of it.</summary>
    [Alias("poll")]
    Task<PollRound> PollAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The pages of a poll, for its grain and for commands alike; the key is one of <see cref="RailsPolls"/>. Any number may work on one page
/// at the same time: what a page finds out is settled by the transactions' own grains.
/// </summary>
[Alias("anchor.IRailsPageGrain")]
public interface IRailsPageGrain : IGrainWithStringKey
{
    /// <summary>Asks about the transactions whose id comes after <paramref name="after"/>, as many as one page holds.</summary>
    [Alias("page")]
    Task<PollPage> PollAsync(string? after, CancellationToken cancellationToken);
}

/// <summary>The names of the polls.</summary>
public static class RailsPolls
{
    public const string Deposits = "deposits";
    public const string Outgoing = "outgoing";
    public const string Trustlines = "trustlines";
    public const string Execute = "execute";

    /// <summary>Deposits whose money came and that are not paid out: whatever is left to do for them is started. Nobody polls this by the clock; alarms do it.</summary>
    public const string Payouts = "payouts";

    /// <summary>Those with an interval of their own.</summary>
    public static ImmutableArray<string> Regular { get; } = [Deposits, Outgoing, Trustlines, Execute];

    public static bool IsKnown(string name) => name == Payouts || Regular.Contains(name);
}

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

    /// <summary>Polls once, now.</summary>
    [Alias("poll")]
    Task PollAsync(CancellationToken cancellationToken);
}

/// <summary>The names of the polls.</summary>
public static class RailsPolls
{
    public const string Deposits = "deposits";
    public const string Outgoing = "outgoing";
    public const string Trustlines = "trustlines";
}

namespace Anchor.Grains.Sync;

/// <summary>How much an alert matters.</summary>
public enum AlertSeverity
{
    Info = 0,
    Warning = 1,
    Minor = 2,
    Medium = 3,
    Major = 4,
    Critical = 5,
}

/// <summary>Something that a person should know of.</summary>
public sealed record SyncAlert(string Network, AlertSeverity Severity, string Title, string Message)
{
    /// <summary>How much a reorg of so many blocks matters.</summary>
    public static AlertSeverity OfReorg(long depth) =>
        depth switch
        {
            < 3 => AlertSeverity.Info,
            < 5 => AlertSeverity.Warning,
            < 10 => AlertSeverity.Minor,
            < 20 => AlertSeverity.Medium,
            < 30 => AlertSeverity.Major,
            _ => AlertSeverity.Critical,
        };

    /// <summary>How much a failure matters: on the main network money waits.</summary>
    public static AlertSeverity OfFailure(string network) =>
        network == "mainnet" ? AlertSeverity.Critical : AlertSeverity.Major;
}

/// <summary>Tells people. It must not fail and must not take long: what it cannot deliver it logs.</summary>
public interface ISyncAlerts
{
    Task RaiseAsync(SyncAlert alert, CancellationToken cancellationToken);
}

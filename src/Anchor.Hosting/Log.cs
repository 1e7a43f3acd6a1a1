using Microsoft.Extensions.Logging;

namespace Anchor.Hosting;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Asset {Asset} is served as of its version {Version}; enabled: {Enabled}")]
    public static partial void AssetLearned(this ILogger logger, string asset, long version, bool enabled);

    [LoggerMessage(LogLevel.Warning, "Asset {Asset} is configured and stored: the configuration wins")]
    public static partial void StoredAssetOverridden(this ILogger logger, string asset);

    [LoggerMessage(LogLevel.Error, "The stored assets cannot be read; what was known before goes on")]
    public static partial void RefreshFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Alarm}")]
    public static partial void FacilitatorAlarm(this ILogger logger, string alarm);

    [LoggerMessage(LogLevel.Error, "Looking for alarms failed; it is tried again")]
    public static partial void FacilitatorLookFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Critical, "Another facilitator of chain {Chain} has taken over; this one stops")]
    public static partial void LeaseLost(this ILogger logger, string chain);
}

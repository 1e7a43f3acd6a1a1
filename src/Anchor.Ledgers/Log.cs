using Microsoft.Extensions.Logging;

namespace Anchor.Ledgers;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "Reading payments of {Source} failed; it goes on from the stored cursor")]
    public static partial void ReadingFailed(this ILogger logger, string source, Exception exception);

    [LoggerMessage(LogLevel.Warning, "A reader's heartbeat failed")]
    public static partial void HeartbeatFailed(this ILogger logger, Exception exception);
}

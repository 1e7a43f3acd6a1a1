using Microsoft.Extensions.Logging;

namespace Anchor.Ledgers;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "Reading payments of {Source} failed; it goes on from the stored cursor")]
    public static partial void ReadingFailed(this ILogger logger, string source, Exception exception);

    [LoggerMessage(LogLevel.Warning, "A reader's heartbeat failed")]
    public static partial void HeartbeatFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Reading {Chain} failed; it will be tried again")]
    public static partial void ChainReadingFailed(this ILogger logger, string chain, Exception exception);

    [LoggerMessage(LogLevel.Information, "{Address} announces no blocks; they are asked for instead")]
    public static partial void NewHeadsFailed(this ILogger logger, Uri address, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Chain {Chain}: the request in {Transaction} is not served. {Reason}")]
    public static partial void RequestNotServed(this ILogger logger, string chain, string transaction, string reason);
}

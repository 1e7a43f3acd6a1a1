using Microsoft.Extensions.Logging;

namespace Anchor.Stellar.Horizon;

internal static partial class Log
{
    [LoggerMessage(
        LogLevel.Warning,
        "The payments of {Account} stopped at {Cursor}: {Reason}; trying again in {Pause}"
    )]
    public static partial void PaymentsStopped(
        this ILogger logger,
        string account,
        long cursor,
        string reason,
        TimeSpan pause
    );

    [LoggerMessage(
        LogLevel.Warning,
        "A page of payments of {Account} after {Cursor} is unreadable: reading one by one"
    )]
    public static partial void PageUnreadable(this ILogger logger, string account, long cursor);

    [LoggerMessage(LogLevel.Error, "Payment record {Id} of {Account} was set aside: {Reason}")]
    public static partial void RecordSetAside(this ILogger logger, string account, long? id, string reason);
}

using Microsoft.Extensions.Logging;

namespace Anchor.Sandbox;

/// <summary>All that the sandbox logs.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "The ledger could not be closed")]
    public static partial void LedgerNotClosed(this ILogger logger, Exception exception);
}

using Microsoft.Extensions.Logging;

namespace Anchor.Storage;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Storage {Path} open with SQLite {Version} from {Library}")]
    public static partial void StorageOpened(this ILogger logger, string path, string version, string library);

    [LoggerMessage(LogLevel.Information, "Schema {Name} applied")]
    public static partial void MigrationApplied(this ILogger logger, string name);

    [LoggerMessage(LogLevel.Error, "A commit of {Units} units failed; its outcome is unknown")]
    public static partial void CommitFailed(this ILogger logger, Exception exception, int units);

    [LoggerMessage(LogLevel.Error, "Row operation {Operation} cannot be executed")]
    public static partial void OperationBroken(this ILogger logger, Exception exception, RowOperation operation);

    [LoggerMessage(LogLevel.Error, "A failed commit cannot be rolled back yet")]
    public static partial void RollBackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Storage {Location} open with PostgreSQL {Version}, shared: {Shared}")]
    public static partial void PostgresOpened(this ILogger logger, string location, string version, bool shared);

    [LoggerMessage(LogLevel.Warning, "Storage {Location} is connected again")]
    public static partial void Reconnected(this ILogger logger, string location);

    [LoggerMessage(
        LogLevel.Critical,
        "Another process has taken the database {Location}; this one writes no more and stops"
    )]
    public static partial void DatabaseLost(this ILogger logger, string location);
}

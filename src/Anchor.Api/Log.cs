namespace Anchor.Api;

/// <summary>What the HTTP side writes to the log: never a token, a memo or a field of a user.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "A request to {Endpoint} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string endpoint);

    [LoggerMessage(LogLevel.Information, "Transaction {TransactionId} started: {Kind} of {Asset}")]
    public static partial void TransactionStarted(this ILogger logger, string transactionId, string kind, string asset);

    [LoggerMessage(LogLevel.Information, "Transaction {TransactionId}: the interactive pages were opened")]
    public static partial void InteractiveOpened(this ILogger logger, string transactionId);

    [LoggerMessage(LogLevel.Information, "Transaction {TransactionId}: the interactive pages were completed")]
    public static partial void InteractiveCompleted(this ILogger logger, string transactionId);

    [LoggerMessage(LogLevel.Information, "Challenge refused: {Reason}")]
    public static partial void ChallengeRefused(this ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "Signed in: {Account}")]
    public static partial void SignedIn(this ILogger logger, string account);

    [LoggerMessage(LogLevel.Warning, "The signers of an account could not be read: {Reason}")]
    public static partial void SignersUnknown(this ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "The stellar.toml of client domain {Domain} could not be used: {Reason}")]
    public static partial void ClientDomainRefused(this ILogger logger, string domain, string reason);

    [LoggerMessage(LogLevel.Warning, "Readiness check {Check} failed")]
    public static partial void CheckFailed(this ILogger logger, Exception exception, string check);

    [LoggerMessage(LogLevel.Error, "The function for stellar.toml failed; its last good content is served")]
    public static partial void TomlFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Own content of stellar.toml names another {Key}; the server's own is published")]
    public static partial void TomlOverruled(this ILogger logger, string key);

    [LoggerMessage(
        LogLevel.Warning,
        "Commands on this machine cannot find this server: it listens on no port ({Addresses})"
    )]
    public static partial void NotReachableHere(this ILogger logger, string addresses);
}

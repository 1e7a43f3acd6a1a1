using System.Net.Sockets;
using Npgsql;

namespace Anchor.Storage.Postgres;

/// <summary>What an error of the server or of the connection to it means for a write or a read.</summary>
internal static class PostgresErrors
{
    /// <summary>A row with the same key, or the same unique value, is there.</summary>
    public static bool IsConflict(PostgresException exception) =>
        exception.SqlState == PostgresErrorCodes.UniqueViolation;

    /// <summary>A fault of the statement or its values: it harms its own unit only.</summary>
    public static bool IsOfStatement(PostgresException exception) =>
        // Feature, cardinality, data, constraint, syntax or access, limits of the program.
        exception.SqlState[..2]
            is "0A"
                or "21"
                or "22"
                or "23"
                or "42"
                or "44"
                or "54";

    /// <summary>Another transaction was in the way and this one was undone; it may succeed when it is made again.</summary>
    public static bool IsOfOthers(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>The server or the way to it is gone, or it takes no work: a read may be tried again.</summary>
    public static bool IsUnavailable(Exception exception) =>
        exception switch
        {
            // Connection, resources, operator intervention (shutdown, starting up), system error.
            PostgresException { SqlState: var state } => state[..2] is "08" or "53" or "57" or "58",
            NpgsqlException or SocketException or IOException or TimeoutException => true,
            _ => false,
        };

    /// <summary>What went wrong, in one line.</summary>
    public static string Line(Exception exception) =>
        exception switch
        {
            PostgresException { MessageText: var text } => text,
            NpgsqlException { InnerException: { } inner } => $"{exception.Message.TrimEnd('.')}: {inner.Message}".Split(
                '\n'
            )[0],
            _ => exception.Message.Split('\n')[0],
        };
}

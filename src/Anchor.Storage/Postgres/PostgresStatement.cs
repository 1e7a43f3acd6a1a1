using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Anchor.Storage.Postgres;

/// <summary>Puts values into statements.</summary>
/// <remarks>
/// All go as text and the server takes each for what its place needs. So one statement has one list of types also when a value is
/// null, and stays prepared.
/// </remarks>
internal static class PostgresStatement
{
    public static NpgsqlBatchCommand Of(RowOperation operation)
    {
        var command = new NpgsqlBatchCommand(operation.Sql);
        foreach (var value in operation.Values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    public static NpgsqlCommand Of(NpgsqlConnection connection, string sql, ReadOnlySpan<object?> values)
    {
#pragma warning disable CA2100 // Queries are constant texts; values are parameters.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    private static NpgsqlParameter Parameter(object? value) =>
        new()
        {
            NpgsqlDbType = NpgsqlDbType.Unknown,
            Value = value switch
            {
                null => DBNull.Value,
                string text => text,
                long number => number.ToString(CultureInfo.InvariantCulture),
                int number => number.ToString(CultureInfo.InvariantCulture),
                _ => throw new ArgumentException($"A value of type {value.GetType()} cannot be stored.", nameof(value)),
            },
        };
}

using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Anchor.Storage.Tests.Support;

/// <summary>What PostgreSQL itself can do with the same rows: upserts of a thousand rows in one statement and one commit, by one connection.</summary>
internal static class PostgresLimit
{
    private const int RowsEach = 1000;

    /// <summary>Rows a second, over the rows that are there.</summary>
    public static double Measure(string connectionString, Func<int, RowOperation> insert, int rows, TimeSpan span)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Max Auto Prepare=10");
        connection.Open();
        var random = new Random(1);
        var (done, started) = (0, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started) < span)
        {
            var first = random.Next(rows - RowsEach);
            using var command = Command(connection, [.. Enumerable.Range(first, RowsEach).Select(insert)]);
            command.ExecuteNonQuery();
            done += RowsEach;
        }

        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, RowOperation[] rows)
    {
        var sql = rows[0].Sql;
        string[] columns =
        [
            .. sql[(sql.IndexOf('(', StringComparison.Ordinal) + 1)..sql.IndexOf(')', StringComparison.Ordinal)]
                .Split(", ")
                .SkipLast(1),
        ];
        var command = connection.CreateCommand();
        var types = new List<string>();
        for (var i = 0; i < columns.Length; i++)
        {
            object?[] values = [.. rows.Select(row => row.Values[i])];
            var isNumber = values.Any(value => value is int or long);
            types.Add(isNumber ? $"${i + 1}::bigint[]" : $"${i + 1}::text[]");
            command.Parameters.Add(
                new NpgsqlParameter
                {
                    Value = isNumber
                        ? values
                            .Select(value =>
                                value is null ? (long?)null : Convert.ToInt64(value, CultureInfo.InvariantCulture)
                            )
                            .ToArray()
                        : values.Cast<string?>().ToArray(),
                }
            );
        }

        var list = string.Join(", ", columns);
        var set = string.Join(", ", columns.Skip(1).Select(name => $"{name} = excluded.{name}"));
#pragma warning disable CA2100 // Made of the storage's own statement.
        command.CommandText =
            $"INSERT INTO transactions ({list}, version) SELECT {list}, 1 FROM unnest({string.Join(", ", types)}) AS given ({list}) "
            + $"ON CONFLICT (id) DO UPDATE SET {set}, version = transactions.version + 1";
#pragma warning restore CA2100
        return command;
    }
}

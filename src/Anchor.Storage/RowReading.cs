using System.Collections.Immutable;
using System.Data.Common;

namespace Anchor.Storage;

/// <summary>Reads what a query found.</summary>
internal static class RowReading
{
    /// <summary>All rows that are left.</summary>
    public static ImmutableArray<T> ReadAll<T>(this DbDataReader reader, Func<DbDataReader, T> row)
    {
        var rows = ImmutableArray.CreateBuilder<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows.DrainToImmutable();
    }
}

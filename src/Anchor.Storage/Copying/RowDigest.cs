using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Anchor.Storage.Copying;

/// <summary>Counts rows and digests their values, the same for equal values of either kind of database.</summary>
internal sealed class RowDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Rows { get; private set; }

    /// <summary>The values of one row: text, integers and nulls.</summary>
    public static object?[] ValuesOf(DbDataReader row)
    {
        var values = new object?[row.FieldCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = row.GetValue(i) switch
            {
                DBNull => null,
                string text => text,
                long number => number,
                var other => throw new StorageStartException(
                    $"The column {row.GetName(i)} holds a {other.GetType().Name}, which this program does not store."
                ),
            };
        }

        return values;
    }

    public void Add(object?[] values)
    {
        Rows++;
        Span<byte> head = stackalloc byte[1 + sizeof(long)];
        foreach (var value in values)
        {
            // A kind and a length before each value, so that no two rows look alike.
            var text = value is string words ? Encoding.UTF8.GetBytes(words) : [];
            head[0] = value switch
            {
                null => 0,
                string => 1,
                _ => 2,
            };
            BinaryPrimitives.WriteInt64BigEndian(head[1..], value is long number ? number : text.Length);
            _hash.AppendData(head);
            _hash.AppendData(text);
        }
    }

    public CopiedTable Of(string table) => new(table, Rows, Convert.ToHexStringLower(_hash.GetCurrentHash()));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} rows");

    public void Dispose() => _hash.Dispose();
}

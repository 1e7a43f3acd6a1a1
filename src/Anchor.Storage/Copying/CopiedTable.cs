using System.Collections.Immutable;

namespace Anchor.Storage.Copying;

/// <summary>A table as it stands in both databases after a copy.</summary>
/// <param name="Digest">SHA-256 over all rows in the order of their keys, in hexadecimal digits.</param>
public sealed record CopiedTable(string Name, long Rows, string Digest);

/// <summary>A table that is copied: its columns and the order of its rows.</summary>
internal sealed record TableShape(string Name, ImmutableArray<string> Columns, ImmutableArray<string> Key)
{
    public string ColumnList => string.Join(", ", Columns);

    public string Select => $"SELECT {ColumnList} FROM {Name} ORDER BY {string.Join(", ", Key)}";
}

namespace Anchor.Storage;

/// <summary>
/// One statement about one row. Its parameters are <c>$1</c>, <c>$2</c>, ... in the order of <see cref="Values"/>;
/// the SQL is a constant text, so that every connection prepares it once.
/// </summary>
public sealed class RowOperation
{
    private RowOperation(string table, string key, string sql, bool required, object?[] values)
    {
        Table = table;
        Key = key;
        Sql = sql;
        IsRequired = required;
        Values = values;
    }

    public string Table { get; }
    public string Key { get; }
    public string Sql { get; }

    /// <summary>Whether the whole unit is refused when the statement changes no row.</summary>
    public bool IsRequired { get; }

    internal object?[] Values { get; }

    /// <summary>Must change a row: an insert that may meet no other row, an update judged by the row's version.</summary>
    public static RowOperation Required(string table, string key, string sql, params object?[] values) =>
        new(table, key, sql, required: true, values);

    /// <summary>May change nothing: an insert of a row that is perhaps there already, a delete.</summary>
    public static RowOperation Optional(string table, string key, string sql, params object?[] values) =>
        new(table, key, sql, required: false, values);

    public override string ToString() => $"{Table}/{Key}";
}

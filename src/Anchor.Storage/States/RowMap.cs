using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Anchor.Storage.States;

/// <summary>How the states of one name are stored, whatever their type.</summary>
public abstract class RowMap(string stateName)
{
    public string StateName { get; } = stateName;
}

/// <summary>
/// How a state is one row: its key, its JSON with a schema version, a version number that grows with every write, and
/// the columns that queries need.
/// </summary>
public sealed class RowMap<TState> : RowMap
{
    private readonly JsonTypeInfo<TState> _json;
    private readonly int _schemaVersion;
    private readonly ImmutableArray<string> _keyColumns;
    private readonly ImmutableArray<RowColumn<TState>> _columns;
    private readonly ImmutableArray<RowColumn<TState>> _changing;
    private readonly Func<GrainId, ImmutableArray<string>> _key;
    private readonly string _insert;
    private readonly string _update;
    private readonly string _delete;

    /// <summary>A table whose primary key is the grain's key.</summary>
    public RowMap(
        string stateName,
        string table,
        string keyColumn,
        int schemaVersion,
        JsonTypeInfo<TState> json,
        params ImmutableArray<RowColumn<TState>> columns
    )
        : this(stateName, table, [keyColumn], static grain => [grain.Key.ToString()!], schemaVersion, json, columns) { }

    internal RowMap(
        string stateName,
        string table,
        ImmutableArray<string> keyColumns,
        Func<GrainId, ImmutableArray<string>> key,
        int schemaVersion,
        JsonTypeInfo<TState> json,
        ImmutableArray<RowColumn<TState>> columns
    )
        : base(stateName)
    {
        Table = table;
        _keyColumns = keyColumns;
        _key = key;
        _schemaVersion = schemaVersion;
        _json = json;
        _columns = columns;

        _changing = [.. columns.Where(column => !column.IsFixed)];
        var keyMatches = string.Join(" AND ", keyColumns.Select((name, i) => $"{name} = ${i + 1}"));
        var next = keyColumns.Length + 1;
        ImmutableArray<string> inserted = [.. keyColumns, .. Written(columns)];
        var updated = Written(_changing);
        Select = $"SELECT version, schema_version, json FROM {table} WHERE {keyMatches}";
        _insert =
            $"INSERT INTO {table} ({string.Join(", ", inserted)}, version) "
            + $"VALUES ({string.Join(", ", inserted.Select((_, i) => $"${i + 1}"))}, 1) "
            + $"ON CONFLICT ({string.Join(", ", keyColumns)}) DO NOTHING";
        _update =
            $"UPDATE {table} SET {string.Join(", ", updated.Select((name, i) => $"{name} = ${next + i}"))}, "
            + $"version = version + 1 WHERE {keyMatches} AND version = ${next + updated.Length}";
        _delete = $"DELETE FROM {table} WHERE {keyMatches} AND version = ${next}";
    }

    public string Table { get; }

    internal ImmutableArray<RowColumn<TState>> Columns => _columns;

    /// <summary>Reads one row by its key, in the columns that <see cref="Read"/> takes first.</summary>
    public string Select { get; }

    public ImmutableArray<string> KeyOf(GrainId grain) => _key(grain);

    /// <summary>Inserts version 1; refused when the key is there already.</summary>
    public RowOperation Insert(ImmutableArray<string> key, TState state) =>
        RowOperation.Required(Table, RowName(key), _insert, [.. key, .. Values(state, _columns)]);

    /// <summary>Inserts version 1 unless the key is there already; a row that is there stays as it is.</summary>
    public RowOperation InsertIfMissing(ImmutableArray<string> key, TState state) =>
        RowOperation.Optional(Table, RowName(key), _insert, [.. key, .. Values(state, _columns)]);

    /// <summary>Writes version + 1 over exactly this version.</summary>
    public RowOperation Update(ImmutableArray<string> key, TState state, long version) =>
        RowOperation.Required(Table, RowName(key), _update, [.. key, .. Values(state, _changing), version]);

    /// <summary>Deletes exactly this version.</summary>
    public RowOperation Delete(ImmutableArray<string> key, long version) =>
        RowOperation.Required(Table, RowName(key), _delete, [.. key, version]);

    /// <summary>Reads version, schema version and JSON, the first three columns.</summary>
    public VersionedState<TState> Read(DbDataReader row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var schemaVersion = row.GetInt32(1);
        if (schemaVersion > _schemaVersion)
        {
            throw new InvalidOperationException(
                $"A row of {Table} has schema version {schemaVersion}, this program knows {_schemaVersion} at most."
            );
        }

        var state =
            JsonSerializer.Deserialize(row.GetString(2), _json)
            ?? throw new InvalidOperationException($"A row of {Table} holds a null instead of a state.");
        return new(state, row.GetInt64(0));
    }

    private static ImmutableArray<string> Written(ImmutableArray<RowColumn<TState>> columns) =>
        ["schema_version", "json", .. columns.Select(column => column.Name)];

    private object?[] Values(TState state, ImmutableArray<RowColumn<TState>> columns) =>
        [_schemaVersion, JsonSerializer.Serialize(state, _json), .. columns.Select(column => column.Value(state))];

    private string RowName(ImmutableArray<string> key) =>
        key.Length == _keyColumns.Length
            ? string.Join('/', key)
            : throw new ArgumentException($"{Table} has {_keyColumns.Length} key columns", nameof(key));
}

/// <summary>A state and the version of the row it was read from.</summary>
public sealed record VersionedState<TState>(TState State, long Version);

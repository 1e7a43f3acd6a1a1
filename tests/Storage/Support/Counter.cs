using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Anchor.Storage.Migrations;
using Anchor.Storage.States;

namespace Anchor.Storage.Tests.Support;

/// <summary>A state with one column beside its JSON.</summary>
internal sealed record Counter
{
    public int Count { get; init; }
    public string Note { get; init; } = "";
}

[JsonSerializable(typeof(Counter))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class CounterJson : JsonSerializerContext;

/// <summary>The table of counters, and one whose foreign keys are only judged by the commit itself.</summary>
internal static class Counters
{
    public const string SelectAll = "SELECT id, version, count, json FROM counters ORDER BY id";

    public static readonly RowMap<Counter> Map = new(
        "counter",
        "counters",
        "id",
        schemaVersion: 1,
        CounterJson.Default.Counter,
        new RowColumn<Counter>("count", counter => counter.Count)
    );

    public static readonly ImmutableArray<Migration> Schema =
    [
        .. Migration.Embedded,
        new(
            9000,
            "9000.counters",
            """
            CREATE TABLE counters (
                id TEXT PRIMARY KEY, version INTEGER NOT NULL, schema_version INTEGER NOT NULL,
                count INTEGER NOT NULL CHECK (count > -1000000), json TEXT NOT NULL
            );
            CREATE TABLE names (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE);
            CREATE TABLE orphans (
                id TEXT PRIMARY KEY REFERENCES counters (id) DEFERRABLE INITIALLY DEFERRED
            );
            """
        ),
    ];

    public static RowOperation Insert(string id, int count) => Map.Insert([id], new Counter { Count = count });

    public static RowOperation Update(string id, int count, long version) =>
        Map.Update([id], new Counter { Count = count }, version);

    /// <summary>A row that makes the commit fail, not the statement.</summary>
    public static RowOperation Poison() =>
        RowOperation.Required("orphans", "orphan", "INSERT INTO orphans (id) VALUES ($1)", "nobody");
}

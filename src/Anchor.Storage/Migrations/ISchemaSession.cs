namespace Anchor.Storage.Migrations;

/// <summary>How a kind of database is asked for its schema, and how that is changed.</summary>
internal interface ISchemaSession
{
    /// <summary>Makes the table of what was applied, unless it is there.</summary>
    void CreateRecords(string sql);

    /// <summary>The newest schema that was applied.</summary>
    int Newest(string sql);

    /// <summary>Runs the script and records it, in one transaction; leaves nothing behind if one of them fails.</summary>
    void Apply(Migration migration, string record, params ReadOnlySpan<object?> values);
}

using Anchor.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace Anchor.Storage.Sqlite;

/// <summary>Changes the schema of a SQLite file.</summary>
internal sealed class SqliteSchemaSession(SqliteSession session) : ISchemaSession
{
    public void CreateRecords(string sql) => session.Run(sql);

    public int Newest(string sql) => session.Query(sql, static reader => reader.Read() ? reader.GetInt32(0) : 0);

    public void Apply(Migration migration, string record, params ReadOnlySpan<object?> values)
    {
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            session.Run(migration.Sql);
            session.Execute(record, values);
            session.Execute("COMMIT");
        }
        catch (SqliteException)
        {
            if (session.InTransaction)
            {
                session.Execute("ROLLBACK");
            }

            throw;
        }
    }
}

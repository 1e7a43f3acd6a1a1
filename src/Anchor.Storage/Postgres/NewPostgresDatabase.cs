using Npgsql;

namespace Anchor.Storage.Postgres;

/// <summary>Makes a database with a user of its own on a server, or sees whether one that is there can be used.</summary>
public static class NewPostgresDatabase
{
    private const string Maintenance = "postgres";

    /// <summary>Creates a user, who may log in, and a database that belongs to it. Null, or why that cannot be; then nothing new is there.</summary>
    /// <param name="server">The database that is wanted, with the credentials of somebody who may create it.</param>
    /// <param name="user">The new user.</param>
    /// <param name="password">Its password: letters and digits.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<string?> CreateAsync(
        string server,
        string user,
        string password,
        CancellationToken cancellationToken
    )
    {
        var wanted = new NpgsqlConnectionStringBuilder(server);
        var database = wanted.Database!;
        wanted.Database = Maintenance;
        wanted.Pooling = false;
        try
        {
            await using var connection = new NpgsqlConnection(wanted.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            // Neither can be a parameter of a statement.
            await RunAsync(
                connection,
                $"CREATE ROLE {Quoted(user)} LOGIN PASSWORD '{password.Replace("'", "''", StringComparison.Ordinal)}'",
                cancellationToken
            );
            try
            {
                // Whoever is no superuser may give a database to a role only as a member of it.
                await RunAsync(connection, $"GRANT {Quoted(user)} TO CURRENT_USER", cancellationToken);
                await RunAsync(
                    connection,
                    $"CREATE DATABASE {Quoted(database)} OWNER {Quoted(user)}",
                    cancellationToken
                );
            }
            catch
            {
                await RunAsync(connection, $"DROP ROLE {Quoted(user)}", CancellationToken.None);
                throw;
            }

            return null;
        }
        catch (NpgsqlException e)
        {
            return e.Message;
        }
    }

    /// <summary>Null if the database can be opened, or why not.</summary>
    public static async Task<string?> FindFaultAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            var once = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
            await using var connection = new NpgsqlConnection(once.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return null;
        }
        catch (NpgsqlException e)
        {
            return e.Message;
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

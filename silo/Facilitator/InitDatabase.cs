using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Facilitator;
using Anchor.Storage;
using Anchor.Storage.Postgres;

namespace Anchor.Silo.Facilitator;

/// <summary>What <c>facilitator init</c> was told of the database.</summary>
/// <param name="Path">A SQLite file, or an address of PostgreSQL; null: a new SQLite file.</param>
/// <param name="User">Who opens it; null on PostgreSQL: a new user, and a new database.</param>
internal sealed record InitDatabaseChoice(string? Path, string? User, string? Password);

/// <summary>Makes the database of a new facilitator, with its tables, and the part <c>db</c> of its configuration.</summary>
/// <param name="chain">The auxiliary chain.</param>
/// <param name="config">Where the configuration will be.</param>
internal sealed class InitDatabase(string chain, string config)
{
    private const string DefaultFile = "facilitator.db";
    private const int PasswordBytes = 24;

    /// <summary>What is wrong with the flags themselves, before anything is made.</summary>
    public IEnumerable<string> FindFaults(InitDatabaseChoice choice)
    {
        if (choice.Path is { } path && PostgresAddress.IsMeantBy(path))
        {
            if (choice.User is null != choice.Password is null)
            {
                yield return "--db-username and --db-password: give both, for a database that is there, or neither, for a new one.";
            }

            if (!PostgresAddress.TryParse(path, out _, out var fault))
            {
                yield return $"--db-path: {fault}.";
            }

            yield break;
        }

        if (choice.User is not null || choice.Password is not null)
        {
            yield return "--db-username and --db-password: are for PostgreSQL; a SQLite file has no users.";
        }

        if (choice.Path is null && File.Exists(Beside(DefaultFile)))
        {
            yield return $"{Beside(DefaultFile)}: exists already; --db-path names a database that is to be used.";
        }
    }

    /// <summary>Makes what is not there.</summary>
    /// <exception cref="AnchorConfigurationException">It cannot be made, or not be opened.</exception>
    public async Task<JsonObject> MakeAsync(InitDatabaseChoice choice, CancellationToken cancellationToken)
    {
        if (choice.Path is { } path && PostgresAddress.IsMeantBy(path))
        {
            return await OnPostgresAsync(path, choice, cancellationToken);
        }

        var file = choice.Path ?? DefaultFile;
        Directory.CreateDirectory(Path.GetDirectoryName(Beside(file))!);
        Open(new FacilitatorDatabase(Beside(file), null));
        return new JsonObject { ["db_path"] = file };
    }

    private async Task<JsonObject> OnPostgresAsync(
        string path,
        InitDatabaseChoice choice,
        CancellationToken cancellationToken
    )
    {
        var server = PostgresAddress.Parse(path);
        var (user, password) = (choice.User, choice.Password);
        if (user is null || password is null)
        {
            (user, password) = (
                $"facilitator_{chain}",
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes))
            );
            Check(await NewPostgresDatabase.CreateAsync(server, user, password, cancellationToken));
        }

        // The credentials of whoever may create databases are not written down.
        var url = new UriBuilder(path) { UserName = "", Password = "" };
        var address = url.Uri.OriginalString;
        var own = $"{PostgresAddress.Parse(address)};Username={user};Password={password}";
        Check(await NewPostgresDatabase.FindFaultAsync(own, cancellationToken));
        Open(new FacilitatorDatabase(null, own));
        return new JsonObject
        {
            ["db_path"] = address,
            ["db_username"] = user,
            ["db_password"] = password,
        };
    }

    /// <summary>Opening it makes the tables.</summary>
    private static void Open(FacilitatorDatabase database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAnchorStorage(FacilitatorHosting.StorageOf(database));
        using var host = builder.Build();
        host.Services.GetRequiredService<IDatabase>();
    }

    private static void Check(string? fault)
    {
        if (fault is not null)
        {
            throw new AnchorConfigurationException([$"--db-path: {fault}"]);
        }
    }

    private string Beside(string file) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(config))!, file));
}

using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <content>Where the server is, what it keeps, and its keys.</content>
internal static partial class SettingTable
{
    internal static readonly Setting<Uri> HostUrl = new(
        "HOST_URL",
        "HostUrl",
        Url,
        "http://localhost:8000",
        "Where wallets reach the server."
    );

    internal static readonly Setting<Uri> ListenUrl = new(
        "LISTEN_URL",
        "ListenUrl",
        Url,
        "HOST_URL if it is this machine over http, else http://0.0.0.0:8000 (http://localhost:8000 if HOST_URL is this machine)",
        "Where the server listens, if a proxy or a container stands before it."
    );

    internal static readonly Setting<bool> LocalMode = new(
        "LOCAL_MODE",
        "LocalMode",
        Flag,
        "on with the sandbox, else off",
        "Allows plain HTTP, short keys and generated keys, for development."
    );

    internal static readonly Setting<string> JwtKey = new(
        "SERVER_JWT_KEY",
        "ServerJwtKey",
        Text,
        "generated and stored in LOCAL_MODE",
        "Signs the tokens of SEP-10 and of the interactive pages; at least 32 bytes outside LOCAL_MODE."
    )
    {
        IsSecret = true,
    };

    internal static readonly Setting<string> SecretKey = new(
        "ANCHOR_SECRET_KEY",
        "SecretKey",
        Text,
        "generated into a file beside the database",
        "Encrypts the secrets that are stored."
    )
    {
        Aliases = ["DJANGO_SECRET_KEY"],
        IsSecret = true,
    };

    internal static readonly Setting<string> DataFolder = new(
        "DATA_DIR",
        "DataDir",
        Text,
        "data",
        "The folder of everything that is kept."
    );

    internal static readonly Setting<DatabaseAddress> DatabaseUrl = new(
        "DATABASE_URL",
        "DatabaseUrl",
        DatabaseKind.Address,
        "anchor.db in DATA_DIR",
        "The database: postgresql://user:password@host:port/database, sqlite:///relative/file or sqlite:////absolute/file."
    )
    {
        // It may hold a password.
        IsSecret = true,
    };

    internal static readonly Setting<bool> ResumeAtStart = new(
        "RESUME_AT_START",
        "ResumeAtStart",
        Flag,
        "on",
        "Whether a start goes on at once with what a crash interrupted; off leaves each to its own reminder."
    );

    private static Setting[] ServerRows =>
        [HostUrl, ListenUrl, LocalMode, JwtKey, SecretKey, DataFolder, DatabaseUrl, ResumeAtStart];
}

using System.Collections.Frozen;
using System.Globalization;
using Npgsql;

namespace Anchor.Storage.Postgres;

/// <summary>A database on PostgreSQL, as <c>postgresql://user:password@host:port/database?sslmode=require</c> names it.</summary>
public static class PostgresAddress
{
    /// <summary>What the address looks like.</summary>
    public const string Form = "postgresql://user:password@host:port/database";

    private const int DefaultPort = 5432;

    // The names of PostgreSQL's own library, and what Npgsql calls them.
    private static readonly FrozenDictionary<string, string> Parameters = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["host"] = "Host",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["channel_binding"] = "Channel Binding",
        ["connect_timeout"] = "Timeout",
        ["options"] = "Options",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the text names a database on PostgreSQL at all, rightly or not.</summary>
    public static bool IsMeantBy(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(':', 2)[0].ToUpperInvariant() is "POSTGRES" or "POSTGRESQL" or "PSQL" or "PGSQL";
    }

    /// <summary>Npgsql's connection string for the address.</summary>
    /// <exception cref="StorageStartException">It is none; the message says why.</exception>
    public static string Parse(string text) =>
        TryParse(text, out var connectionString, out var fault)
            ? connectionString
            : throw new StorageStartException(fault!);

    /// <summary>Npgsql's connection string for the address, or why there is none.</summary>
    public static bool TryParse(string text, out string connectionString, out string? fault)
    {
        connectionString = "";
        fault = IsMeantBy(text) ? null : $"it does not begin as {Form} does";
        if (fault is null && !Uri.TryCreate(WithKnownScheme(text), UriKind.Absolute, out _))
        {
            fault = $"it is not of the form {Form}; what is special in a password is written as %40 and the like";
        }

        if (fault is not null)
        {
            return false;
        }

        var url = new Uri(WithKnownScheme(text));
        var builder = new NpgsqlConnectionStringBuilder();
        fault = ReadPath(url, builder) ?? ReadParameters(url, builder);
        if (fault is null && string.IsNullOrEmpty(builder.Host))
        {
            fault = "the host is missing";
        }

        connectionString = fault is null ? builder.ConnectionString : "";
        return fault is null;
    }

    /// <summary>The address without its password, for people.</summary>
    public static string Describe(string connectionString)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{address.Username}@{address.Host}:{address.Port}/{address.Database}";
    }

    // Uri reads the authority of a scheme that it does not know all the same; one name is enough.
    private static string WithKnownScheme(string text) =>
        "postgresql" + text[text.IndexOf(':', StringComparison.Ordinal)..];

    private static string? ReadPath(Uri url, NpgsqlConnectionStringBuilder builder)
    {
        var user = url.UserInfo.Split(':', 2);
        builder.Host = Uri.UnescapeDataString(url.Host);
        builder.Port = url.Port > 0 ? url.Port : DefaultPort;
        builder.Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        return builder.Database.Length == 0 ? "the name of the database is missing" : null;
    }

    private static string? ReadParameters(Uri url, NpgsqlConnectionStringBuilder builder)
    {
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, right) : (pair, "");
            if (!Parameters.TryGetValue(name, out var known))
            {
                return $"the parameter {name} is not known; there are {string.Join(", ", Parameters.Keys.Order(StringComparer.Ordinal))}";
            }

            try
            {
                var plain = Uri.UnescapeDataString(value);
                // Npgsql writes verify-full without the hyphen.
                builder[known] = name is "sslmode" ? plain.Replace("-", "", StringComparison.Ordinal) : plain;
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
            {
                return string.Create(CultureInfo.InvariantCulture, $"the value of {name} is not understood");
            }
        }

        return null;
    }
}

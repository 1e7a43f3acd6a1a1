using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Anchor.Crypto;
using Anchor.Silo.Drill;
using Anchor.Stellar;
using Anchor.Storage.Postgres;
using Anchor.Testing.Postgres;
using Orleans;

namespace Anchor.EndToEnd.Tests.Support;

/// <summary>
/// On Microsoft Orleans nothing runs without PostgreSQL, keys and ports of its own: each folder in which programs are started gets them, as
/// its operator would set them, but for what the test sets itself.
/// </summary>
internal static class ClusterInstallation
{
    private const string DatabaseUrl = "DATABASE_URL";
    private static readonly ConcurrentDictionary<string, Lazy<(string Name, string Value)[]>> Folders = new();

    /// <summary>Whether this build runs on Microsoft Orleans.</summary>
    public static bool IsBuilt { get; } =
        typeof(Grain).Assembly.GetName().Name!.StartsWith("Orleans.Core", StringComparison.Ordinal);

    /// <summary>
    /// What a program gets that is told by the environment to serve an anchor, or to work on what is served, and does not find in its
    /// <c>.env</c>; others are left as they are: a sync alone needs no cluster.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> EnvironmentOf(
        string folder,
        IReadOnlyCollection<(string Name, string Value)> given
    ) =>
        IsBuilt && Has(given, "HOST_URL") && !Has(given, "DEFAULT_SERVER")
            ? Folders
                .GetOrAdd(folder, static _ => new(Create))
                .Value.Where(own => !Has(given, own.Name) && !IsIn(Path.Combine(folder, ".env"), own.Name))
            : [];

    private static bool Has(IEnumerable<(string Name, string Value)> variables, string name) =>
        variables.Any(variable => variable.Name == name);

    private static bool IsIn(string file, string name) =>
        File.Exists(file) && File.ReadLines(file).Any(line => line.StartsWith($"{name}=", StringComparison.Ordinal));

    /// <summary>What connects to the database of the programs of a folder.</summary>
    public static string DatabaseOf(string folder) =>
        PostgresAddress.Parse(Folders[folder].Value.Single(variable => variable.Name == DatabaseUrl).Value);

    private static (string Name, string Value)[] Create() =>
        [
            (DatabaseUrl, TemporaryPostgres.Shared.CreateDatabase()),
            ("SIGNING_SEED", KeyPair.FromSeed(RandomNumberGenerator.GetBytes(Ed25519.SeedSize)).ExportSecret()),
            ("SERVER_JWT_KEY", RandomNumberGenerator.GetHexString(64)),
            ("ANCHOR_SECRET_KEY", RandomNumberGenerator.GetHexString(64)),
            ("CLUSTER_SILO_PORT", Port()),
            ("CLUSTER_GATEWAY_PORT", Port()),
        ];

    private static string Port() => FreePorts.Next().ToString(CultureInfo.InvariantCulture);
}

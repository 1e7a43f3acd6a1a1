using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Anchor.Sandbox;
using Anchor.Stellar;

namespace Anchor.Benchmarks.World;

/// <summary>What a server needs around it: a sandbox network in this process, an issued asset, users with a trustline and money.</summary>
internal sealed class BenchWorld : IAsyncDisposable
{
    private const long Issued = 1_000_000_000 * Stroops.PerUnit;
    private const long Pocket = 1_000_000 * Stroops.PerUnit;
    private const uint Fee = 1000;
    private const int FirstSiloPort = 11111;
    private const int FirstGatewayPort = 30000;

    private readonly SandboxHost _host;
    private readonly KeyPair _issuer = Key("issuer");
    private readonly KeyPair _distribution = Key("distribution");

    private BenchWorld(SandboxHost host, int users)
    {
        _host = host;
        Asset = new CreditAsset("BENCH", _issuer.Account);
        Users = [.. Enumerable.Range(0, users).Select(index => Key($"user {index}"))];
    }

    public SandboxNetwork Network => _host.Network;

    public CreditAsset Asset { get; }

    public AccountId Distribution => _distribution.Account;

    public ImmutableArray<KeyPair> Users { get; }

    /// <param name="users">How many users there are.</param>
    /// <param name="closeInterval">Null: ledgers close by hand.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<BenchWorld> StartAsync(
        int users,
        TimeSpan? closeInterval,
        CancellationToken cancellationToken
    )
    {
        var options = new SandboxOptions { CloseInterval = closeInterval };
        var host = await SandboxHost.StartAsync(options, cancellationToken: cancellationToken);
        var world = new BenchWorld(host, users);
        world.Issue();
        return world;
    }

    /// <summary>How a process on this network is configured.</summary>
    /// <param name="anchor">Where the anchor is, for its users.</param>
    /// <param name="process">Where this process of it listens.</param>
    /// <param name="store">Its database.</param>
    /// <param name="number">Which of the processes it is, from 0.</param>
    public Dictionary<string, string> EnvironmentOf(Uri anchor, Uri process, BenchStore store, int number = 0)
    {
        var environment = new Dictionary<string, string>
        {
            ["HOST_URL"] = anchor.GetLeftPart(UriPartial.Authority),
            ["LISTEN_URL"] = process.GetLeftPart(UriPartial.Authority),
            ["HORIZON_URI"] = _host.Url.AbsoluteUri,
            ["STELLAR_NETWORK_PASSPHRASE"] = Network.Network.Passphrase,
            ["LOCAL_MODE"] = "on",
            ["DATA_DIR"] = number == 0 ? "data" : $"data{number}",
            ["CLUSTER_SILO_PORT"] = PortOf(FirstSiloPort + number),
            ["CLUSTER_GATEWAY_PORT"] = PortOf(FirstGatewayPort + number),
            ["Assets__0__Code"] = Asset.Code,
            ["Assets__0__Issuer"] = _issuer.Account.ToString(),
            ["Assets__0__DistributionSeed"] = _distribution.ExportSecret(),
        };
        AddInstallation(environment, store);
        return environment;
    }

    /// <summary>The database, and the keys that a cluster's processes share.</summary>
    public static void AddInstallation(Dictionary<string, string> environment, BenchStore store)
    {
        using var signing = Key("signing");
        environment["SIGNING_SEED"] = signing.ExportSecret();
        environment["SERVER_JWT_KEY"] = "a key of benchmarks, of more than 32 bytes";
        environment["ANCHOR_SECRET_KEY"] = "another key of benchmarks, of more than 32 bytes";
        if (store.DatabaseUrl is { } database)
        {
            environment["DATABASE_URL"] = database;
        }
    }

    /// <summary>The address of a user that need not be on the network.</summary>
    public static string AccountOf(int user)
    {
        using var key = Key($"user {user}");
        return key.Account.ToString();
    }

    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        foreach (var key in Users.Concat([_issuer, _distribution]))
        {
            key.Dispose();
        }
    }

    private static string PortOf(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static KeyPair Key(string name) =>
        KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"benchmark {name}")));

    private void Issue()
    {
        Network.Fund([_issuer.Account, _distribution.Account, .. Users.Select(user => user.Account)]);
        foreach (var key in Users.Prepend(_distribution))
        {
            var envelope = new Transaction
            {
                Source = key.Account,
                Fee = Fee,
                Sequence = Network.SequenceOf(key.Account)!.Value + 1,
                Operations =
                [
                    new ChangeTrustOperation(Asset),
                    new PaymentOperation(key.Account, Asset, key == _distribution ? Issued : Pocket)
                    {
                        Source = _issuer.Account,
                    },
                ],
            }.Sign(Network.Network, key, _issuer);
            Network.Submit(envelope);
        }

        Network.CloseLedger();
    }
}

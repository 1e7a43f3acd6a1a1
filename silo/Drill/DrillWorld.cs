using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Anchor.Domain.Transactions;
using Anchor.Sandbox;
using Anchor.Sandbox.Bank;
using Anchor.Silo.Wallet;
using Anchor.Stellar;

namespace Anchor.Silo.Drill;

/// <summary>Everything that survives the kills: the network, the bank, the users' keys. Its word is what the audit goes by.</summary>
internal sealed class DrillWorld : IAsyncDisposable
{
    // Enough for any number of orders: an amount grows with its order's number, and chance gives some users many.
    private const long Issued = 1_000_000_000 * Stroops.PerUnit;
    private const long Pocket = 100_000_000 * Stroops.PerUnit;
    private readonly SandboxHost _host;
    private readonly DrillDatabase _database;
    private readonly string _keys;
    private readonly bool _keepsData;
    private readonly string _siloPort = FreePorts.Next().ToString(CultureInfo.InvariantCulture);
    private readonly string _gatewayPort = FreePorts.Next().ToString(CultureInfo.InvariantCulture);
    private readonly KeyPair _issuer;
    private readonly KeyPair _distribution;
    private readonly KeyPair _signing;

    private DrillWorld(DrillOptions options, string folder, SandboxHost host, DemoBank bank)
    {
        (ServerFolder, _host, Bank) = (folder, host, bank);
        _keys = $"drill {options.Seed}";
        _keepsData = options.KeepFolder is not null;
        _database = DrillDatabase.Create(options.Postgres, folder, options.Seed);
        (_issuer, _distribution, _signing) = (Key("issuer"), Key("distribution"), Key("signing"));
        Users = [.. Enumerable.Range(0, DrillPlan.Users).Select(index => Key($"user {index}"))];
        Asset = new CreditAsset("DRILL", _issuer.Account);
        Anchor = new Uri($"http://127.0.0.1:{FreePorts.Next()}");

        KeyPair Key(string name) =>
            KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"drill {options.Seed} {name}")));
    }

    /// <summary>Seconds. Some steps need work that is not there in every life of the server.</summary>
    private const string LongestLife = "2.5";

    public string ServerFolder { get; }

    public Uri Anchor { get; }

    public CreditAsset Asset { get; }

    public ImmutableArray<KeyPair> Users { get; }

    public AccountId Distribution => _distribution.Account;

    public DemoBank Bank { get; }

    public SandboxNetwork Network => _host.Network;

    public static async Task<DrillWorld> StartAsync(
        DrillOptions options,
        string folder,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(folder);
        var bank = new DemoBank(
            new DemoBankOptions
            {
                Time = time,
                SettleAfter = TimeSpan.FromSeconds(1),
                ArriveAfter = TimeSpan.FromSeconds(1),
            }
        );
        var network = new SandboxOptions { CloseInterval = options.CloseInterval, Time = time };
        var host = await SandboxHost.StartAsync(network, bank: bank, cancellationToken: cancellationToken);
        var world = new DrillWorld(options, folder, host, bank);
        world.Issue();
        DrillFaults.SwitchOn(options.Faults, options.Seed, world.Network, bank);
        return world;
    }

    /// <summary>How a life of the server is configured.</summary>
    public Dictionary<string, string> ServerEnvironment(Kill? kill)
    {
        var environment = new Dictionary<string, string>
        {
            ["HOST_URL"] = Anchor.GetLeftPart(UriPartial.Authority),
            ["HORIZON_URI"] = _host.Url.AbsoluteUri,
            ["STELLAR_NETWORK_PASSPHRASE"] = Network.Network.Passphrase,
            ["LOCAL_MODE"] = "on",
            ["SIGNING_SEED"] = _signing.ExportSecret(),
            ["SERVER_JWT_KEY"] = $"{_keys} signs the tokens of its users",
            ["ANCHOR_SECRET_KEY"] = $"{_keys} encrypts what nobody need read",
            ["CLUSTER_SILO_PORT"] = _siloPort,
            ["CLUSTER_GATEWAY_PORT"] = _gatewayPort,
            ["DATA_DIR"] = "data",
            ["DATABASE_URL"] = _database.Url,
            ["DEMO_RAILS"] = "on",
            ["DEMO_BANK_URL"] = _host.Url.AbsoluteUri,
            ["POLLING_DEPOSITS"] = "0.3",
            ["POLLING_OUTGOING"] = "0.3",
            ["POLLING_TRUSTLINES"] = "1",
            ["Assets__0__Code"] = Asset.Code,
            ["Assets__0__Issuer"] = _issuer.Account.ToString(),
            ["Assets__0__DistributionSeed"] = _distribution.ExportSecret(),
            ["Assets__0__Deposit__FeeFixed"] = "0.5",
            ["Assets__0__Deposit__FeePercent"] = "1",
            ["Assets__0__Withdrawal__FeeFixed"] = "0.5",
            ["Assets__0__Withdrawal__FeePercent"] = "1",
            ["Logging__LogLevel__Default"] = "Information",
        };
        if (kill?.Step is { } step)
        {
            environment[CrashSwitch.Switch] = "on";
            environment[CrashSwitch.CrashAt] = string.Create(CultureInfo.InvariantCulture, $"{step}#{kill.Occurrence}");
            environment[CrashSwitch.Patience] = LongestLife;
        }

        return environment;
    }

    public DrillDatabase Database => _database;

    /// <summary>Where the server's database is.</summary>
    public string DatabaseLocation => _database.Location;

    /// <summary>Removes what the server kept after a drill that passed, unless it shall be kept; gives the folder where it is left, or null.</summary>
    public string? Leave(bool passed)
    {
        if (!passed || _keepsData)
        {
            return ServerFolder;
        }

        _database.Drop();
        Directory.Delete(ServerFolder, recursive: true);
        return null;
    }

    /// <summary>How many orders the anchor has a transaction for, while the money has not moved yet.</summary>
    public int CountOpen(ImmutableArray<DrillJob> jobs)
    {
        var paid = Payments().Select(payment => (payment.To, payment.Amount)).ToHashSet();
        var sent = Bank.Audit().Outgoing.Select(transfer => transfer.TransactionId).ToHashSet();
        return jobs.Count(job =>
            job.Tries.Count > 0
            && !job.Tries.Any(attempt =>
                paid.Contains((Users[job.Order.User].Account, DrillAudit.AmountOut(attempt.Amount)))
                || sent.Contains(attempt.TransactionId)
            )
        );
    }

    public DrillEvidence Evidence(
        ImmutableArray<DrillJob> jobs,
        IReadOnlyDictionary<string, WalletTransaction> final,
        ImmutableArray<StrayPayment> strays
    ) =>
        new(
            jobs,
            final,
            strays,
            _database.ReadIncoming(),
            [.. Payments()],
            [.. Bank.Audit().Outgoing],
            _distribution.Account,
            [.. Users.Select(user => user.Account)],
            Issued,
            Network.BalanceOf(_distribution.Account, Asset) ?? 0
        );

    public ImmutableSortedDictionary<string, int> FaultsStruck() =>
        Network
            .Faults.Board.Struck.Select(fault => KeyValuePair.Create($"{fault.Key}", fault.Value))
            .Concat(Bank.Faults.Struck.Select(fault => KeyValuePair.Create($"Bank{fault.Key}", fault.Value)))
            .ToImmutableSortedDictionary();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Bank.Dispose();
        foreach (var key in Users.Concat([_issuer, _distribution, _signing]))
        {
            key.Dispose();
        }
    }

    /// <summary>Payments of the asset that stand on the ledger, to and from the distribution account, but for its first filling.</summary>
    private IEnumerable<LedgerPayment> Payments() =>
        from transaction in Network.TransactionsOf(_distribution.Account)
        where transaction.Result.IsSuccess
        let inner = (
            transaction.Envelope as SimpleEnvelope ?? ((FeeBumpEnvelope)transaction.Envelope).FeeBump.Inner
        ).Transaction
        from payment in inner.Operations.OfType<PaymentOperation>()
        where payment.Asset == Asset
        let source = (payment.Source ?? inner.Source).Account
        where source != _issuer.Account
        select new LedgerPayment(transaction.Hash.ToHex(), source, payment.Destination.Account, payment.Amount);

    private void Issue()
    {
        Network.Fund([_issuer.Account, _distribution.Account, .. Users.Select(user => user.Account)]);
        foreach (var key in Users.Prepend(_distribution))
        {
            var amount = key == _distribution ? Issued : Pocket;
            var envelope = new Transaction
            {
                Source = key.Account,
                Fee = 1000,
                Sequence = Network.SequenceOf(key.Account)!.Value + 1,
                Operations =
                [
                    new ChangeTrustOperation(Asset),
                    new PaymentOperation(key.Account, Asset, amount) { Source = _issuer.Account },
                ],
            }.Sign(Network.Network, key, _issuer);
            Network.Submit(envelope);
        }

        Network.CloseLedger();
    }
}

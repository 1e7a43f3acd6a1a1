using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Anchor.Api.Operator;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Sandbox;
using Anchor.Sandbox.Bank;
using Anchor.Silo.Wallet;
using Anchor.Stellar;

namespace Anchor.EndToEnd.Tests.Reset;

/// <summary>What outlives the anchor's process: the network that can begin anew, the bank, the users. Its word is what the test goes by.</summary>
internal sealed class ResetWorld : IAsyncDisposable
{
    private const long Issued = 1_000_000 * Stroops.PerUnit;
    private const long Pocket = 50_000 * Stroops.PerUnit;
    private const int Rich = 4;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-reset-");
    private readonly SandboxHost _host;
    private readonly KeyPair _issuer;
    private readonly KeyPair _distribution;
    private readonly KeyPair _signing;
    private readonly ImmutableArray<KeyPair> _users;
    private readonly Dictionary<int, string> _tokens = [];
    private readonly HttpClient _browser = HostedPages.NewBrowser();
    private readonly WalletClient _wallet;
    private AnchorToml? _toml;

    private ResetWorld(int seed, SandboxHost host, DemoBank bank, BankClock clock)
    {
        (_host, Bank, Clock) = (host, bank, clock);
        (_issuer, _distribution, _signing) = (Key("issuer"), Key("distribution"), Key("signing"));
        _users = [.. Enumerable.Range(0, Rich + 1).Select(index => Key($"user {index}"))];
        Asset = new CreditAsset("RESET", _issuer.Account);
        _wallet = new WalletClient(_browser, Anchor);

        KeyPair Key(string name) => KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"reset {seed} {name}")));
    }

    /// <summary>A user whose account has no trustline.</summary>
    public static int Poor => Rich;

    public CreditAsset Asset { get; }

    public Uri Anchor { get; } = Ports.FreeUrl();

    public DemoBank Bank { get; }

    public BankClock Clock { get; }

    public SandboxNetwork Network => _host.Network;

    public static async Task<ResetWorld> StartAsync(int seed)
    {
        var clock = new BankClock();
        var bank = new DemoBank(
            new DemoBankOptions
            {
                Time = clock,
                ArriveAfter = TimeSpan.FromSeconds(1),
                SettleAfter = TimeSpan.FromHours(1),
            }
        );
        var network = new SandboxOptions { CloseInterval = TimeSpan.FromMilliseconds(250) };
        var world = new ResetWorld(seed, await SandboxHost.StartAsync(network, bank: bank), bank, clock);
        world.Issue();
        return world;
    }

    public ProgramRun Serve() =>
        ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            ["serve"],
            ("HOST_URL", Anchor.GetLeftPart(UriPartial.Authority)),
            ("HORIZON_URI", _host.Url.AbsoluteUri),
            ("STELLAR_NETWORK_PASSPHRASE", Network.Network.Passphrase),
            ("LOCAL_MODE", "on"),
            ("SIGNING_SEED", _signing.ExportSecret()),
            ("DATA_DIR", "data"),
            ("DEMO_RAILS", "on"),
            ("DEMO_BANK_URL", _host.Url.AbsoluteUri),
            ("POLLING_DEPOSITS", "0.3"),
            ("POLLING_OUTGOING", "0.3"),
            ("POLLING_TRUSTLINES", "1"),
            ("Assets__0__Code", Asset.Code),
            ("Assets__0__Issuer", _issuer.Account.ToString()),
            ("Assets__0__DistributionSeed", _distribution.ExportSecret())
        );

    public Uri At(string path) => new(Anchor, path);

    /// <summary>Accounts, trustlines and the asset, as on the first day.</summary>
    public void Issue()
    {
        Network.Fund([_issuer.Account, _distribution.Account, .. _users.Select(user => user.Account)]);
        foreach (var key in _users[..Rich].Prepend(_distribution))
        {
            Send(
                key,
                Memo.None,
                [_issuer],
                new ChangeTrustOperation(Asset),
                new PaymentOperation(key.Account, Asset, key == _distribution ? Issued : Pocket)
                {
                    Source = _issuer.Account,
                }
            );
        }
    }

    /// <summary>The wallet has started it; nobody has opened the pages.</summary>
    public async Task<InteractiveWire> BeginAsync(string kind, int user)
    {
        var fields = new Dictionary<string, string>
        {
            ["asset_code"] = Asset.Code,
            ["account"] = _users[user].Account.ToString(),
        };
        return await _wallet.StartAsync(
            await TomlAsync(),
            await TokenAsync(user),
            kind,
            fields,
            CancellationToken.None
        );
    }

    public async Task<string> SubmitAsync(string kind, int user, decimal amount)
    {
        var started = await BeginAsync(kind, user);
        var answers = new Dictionary<string, string> { ["amount"] = amount.ToString(CultureInfo.InvariantCulture) };
        await new HostedPages(_browser).CompleteAsync(started.Url, answers, CancellationToken.None);
        return started.Id;
    }

    /// <summary>The user pays a withdrawal on the ledger that is there now.</summary>
    public async Task PayAsync(string id, int user, decimal amount)
    {
        var ready = await GetAsync(id, user);
        var to = MuxedAccount.Parse(ready.WithdrawAnchorAccount!);
        Send(_users[user], ready.MemoToPayWith(), [], new PaymentOperation(to, Asset, StroopsOf(amount)));
    }

    public async Task<WalletTransaction> GetAsync(string id, int user) =>
        await _wallet.GetAsync(await TomlAsync(), await TokenAsync(user), id, CancellationToken.None);

    public async Task<WalletTransaction> ReachesAsync(string id, int user, string status)
    {
        WalletTransaction? seen = null;
        await UntilAsync(
            async () => (seen = await GetAsync(id, user)).Status == status,
            () => $"{id} to reach {status}; it is {seen?.Status}: {seen?.Message}"
        );
        return seen!;
    }

    /// <summary>The stroops that the distribution account paid to users in single payments on the ledger that is there now.</summary>
    public ImmutableArray<long> PaidOut() =>
        [
            .. from transaction in Network.TransactionsOf(_distribution.Account)
            where transaction.Result.IsSuccess
            let inner = ((SimpleEnvelope)transaction.Envelope).Transaction
            from payment in inner.Operations.OfType<PaymentOperation>()
            where payment.Asset == Asset && (payment.Source ?? inner.Source).Account == _distribution.Account
            select payment.Amount,
        ];

    /// <summary>Posts to the operator API of whichever process holds the installation.</summary>
    public async Task<(int Status, string Body)> TakeOverAsync()
    {
        var address = OperatorAddress.Read(Path.Combine(_folder.FullName, "data", OperatorAddress.FileName))!;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address.Url, "operator/network/reset"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", address.Token);
        using var response = await _browser.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<string> ReadinessAsync()
    {
        using var response = await _browser.GetAsync(At("/health/ready"));
        return await response.Content.ReadAsStringAsync();
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? within = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(started) < (within ?? TimeSpan.FromSeconds(60)),
                $"Still waiting for {what()}"
            );
            await Task.Delay(Glance, TimeProvider.System);
        }
    }

    public static long StroopsOf(decimal amount) => (long)(amount * Stroops.PerUnit);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
        Bank.Dispose();
        foreach (var key in _users.Concat([_issuer, _distribution, _signing]))
        {
            key.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private void Send(KeyPair source, Memo memo, KeyPair[] others, params ImmutableArray<Operation> operations)
    {
        var envelope = new Transaction
        {
            Source = source.Account,
            Fee = 1000,
            Sequence = Network.SequenceOf(source.Account)!.Value + 1,
            Memo = memo,
            Operations = operations,
        }.Sign(Network.Network, [source, .. others]);
        Network.Submit(envelope);
        Network.CloseLedger();
        Assert.True(Network.FindTransaction(envelope.Hash(Network.Network)) is { Result.IsSuccess: true });
    }

    private async Task<AnchorToml> TomlAsync() => _toml ??= await _wallet.ReadTomlAsync(CancellationToken.None);

    private async Task<string> TokenAsync(int user) =>
        _tokens.GetValueOrDefault(user) is { } known
            ? known
            : _tokens[user] = await _wallet.SignInAsync(await TomlAsync(), _users[user], CancellationToken.None);
}

/// <summary>The bank's own time: money arrives and settles when the test says so.</summary>
internal sealed class BankClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) + Ahead;
}

using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

public sealed class LedgerFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-ledger-").FullName;

    private SandboxOptions Options => new() { LedgerFile = Path.Combine(_folder, "data", "ledger.db") };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Second_start_continues_with_everything_the_first_one_closed()
    {
        var options = Options with { CloseInterval = null, Time = new ManualTime() };
        List<string> before;
        string account;
        await using (var server = await Server.StartAsync(options))
        {
            Play(server.Stage);
            account = $"/accounts/{server.Stage.Id("alice")}";
            before = await ReadAsync(server, account);
            // Accepted but in no ledger: lost, as with any network that dies.
            server.Network.Submit(server.Stage.Envelope("alice", new BumpSequenceOperation(0)));
        }

        await using var again = await Server.StartAsync(options);

        Assert.Equal(before, await ReadAsync(again, account));
        Assert.Equal(0, again.Network.Waiting);
        again.Stage.Good("alice", new PaymentOperation(again.Stage.Id("bob"), Asset.Native, Lumen));
    }

    [Fact]
    public void File_of_another_network_is_refused()
    {
        new SandboxNetwork(Options).Dispose();

        var refusal = Assert.Throws<InvalidOperationException>(() =>
            new SandboxNetwork(Options with { Passphrase = "Another Network" })
        );
        Assert.Contains("another network", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_network_on_an_open_file_is_refused()
    {
        using var network = new SandboxNetwork(Options);

        var refusal = Assert.Throws<InvalidOperationException>(() => new SandboxNetwork(Options));
        Assert.Contains("in use", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_empties_the_file()
    {
        using (var stage = new Stage(Options))
        {
            Play(stage);
            stage.Network.Reset();
        }

        using var again = new Stage(Options);
        Assert.Equal(1u, again.Network.LatestLedger);
        Assert.Null(again.Network.SequenceOf(again.Id("alice")));
    }

    /// <summary>A bit of everything that is stored.</summary>
    private static void Play(Stage stage)
    {
        stage.FundWithAsset("issuer", 100 * Lumen, "alice");
        stage.Fund("bob", "gone");
        stage.Network.CloseLedger();
        stage.Good("gone", new AccountMergeOperation(stage.Id("bob")));
        stage.Good(
            "alice",
            new SetOptionsOperation
            {
                HomeDomain = ByteString.FromUtf8("a.example"),
                Signer = new Signer(new HashXSignerKey(stage.Id("bob").Key), 1),
            },
            new ManageDataOperation(ByteString.FromUtf8("name"), ByteString.FromUtf8("value")),
            new CreateClaimableBalanceOperation(
                stage.Asset("issuer"),
                Lumen,
                [new Claimant(stage.Id("bob"), new ClaimNot(new ClaimBeforeRelativeTime(60)))]
            ),
            new PathPaymentStrictSendOperation(stage.Asset("issuer"), Lumen, stage.Id("bob"), Asset.Native, 1, [])
        );
        stage.Refusal("alice", new PaymentOperation(stage.Id("nobody"), Asset.Native, 1));
        var bump = stage
            .Sign(stage.Transaction("bob", new SetOptionsOperation { MasterWeight = 2 }), "bob")
            .BumpFee(stage.Id("alice"), 1000)
            .Sign(stage.Network.Network, stage.Key("alice"));
        Assert.StartsWith("tx_fee_bump_inner_success", stage.Apply(bump), StringComparison.Ordinal);
    }

    /// <summary>All that Horizon says, without its address.</summary>
    private static async Task<List<string>> ReadAsync(Server server, string account)
    {
        var texts = new List<string>();
        string[] paths =
        [
            "/",
            account,
            $"{account}/payments?limit=200&join=transactions&include_failed=true",
            $"{account}/operations?limit=200&include_failed=true",
            "/operations?limit=200&include_failed=true",
            "/transactions?limit=200&include_failed=true",
            "/ledgers?limit=200",
            "/claimable_balances",
            "/assets",
        ];
        var last = (await server.RecordsAsync("/transactions?order=desc&limit=1"))[0].GetProperty("hash").GetString();
        foreach (var path in paths.Append($"/transactions/{last}/effects"))
        {
            var text = (await server.GetAsync(path)).GetRawText();
            texts.Add(text.Replace(server.Client.BaseAddress!.Authority, "host", StringComparison.Ordinal));
        }

        return texts;
    }
}

using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

/// <summary>Whatever random accounts do, no stroop appears or is lost, and equal networks stay equal.</summary>
public sealed class ConservationTests
{
    private const int Steps = 1500;

    private static readonly string[] Names = ["ann", "ben", "cid", "dot", "eve"];

    [Theory]
    [InlineData(1)]
    [InlineData(20260101)]
    [InlineData(77)]
    public async Task Random_operations_move_lumens_and_assets_without_making_or_losing_any(int seed)
    {
        await using var server = await Server.StartAsync(Server.Manual with { Time = new ManualTime() });
        var good = Walk(server.Stage, seed);

        // Far from all may fail, or the walk would prove nothing.
        Assert.True(good > Steps / 4, $"seed {seed}: only {good} of {Steps} succeeded");
        var lumens = Names.Append("root").Sum(name => Held(server, name)) + await SetAsideAsync(server, "native");
        var pool = await server.GetAsync("/ledgers?order=desc&limit=1");
        var ledger = pool.GetProperty("_embedded").GetProperty("records")[0];
        var fees = Stroops.Parse(ledger.GetProperty("fee_pool").GetString()!);
        var total = Stroops.Parse(ledger.GetProperty("total_coins").GetString()!);
        Assert.Equal(total, lumens + fees + server.Network.BalanceOf(server.Network.Friendbot, Asset.Native));
    }

    [Fact]
    public void Equal_input_gives_equal_ledgers()
    {
        using var one = new Stage();
        using var two = new Stage();

        Walk(one, 5);
        Walk(two, 5);

        Assert.Equal(one.Network.LatestLedger, two.Network.LatestLedger);
        Assert.Equal(one.Network.LatestHash, two.Network.LatestHash);
        using var other = new Stage();
        Walk(other, 6);
        Assert.NotEqual(one.Network.LatestHash, other.Network.LatestHash);
    }

    private static int Walk(Stage stage, int seed)
    {
        var random = new Random(seed);
        stage.FundWithAsset("ann", 1000 * Lumen, "ben", "cid", "dot", "eve");
        var good = 0;
        for (var step = 0; step < Steps; step++)
        {
            var source = Pick();
            if (stage.Network.SequenceOf(stage.Id(source)) is null)
            {
                stage.Fund(source);
            }

            var operations = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Next(source)).ToArray();
            good += stage.Apply(source, operations).StartsWith("tx_success", StringComparison.Ordinal) ? 1 : 0;
            stage.Time.Advance(TimeSpan.FromSeconds(random.Next(3)));
        }

        return good;

        string Pick() => Names[random.Next(Names.Length)];

        long Some() => random.NextInt64(1, 50 * Lumen);

        Asset Any() => random.Next(2) == 0 ? Asset.Native : stage.Asset("ann");

        Operation Next(string source) =>
            random.Next(9) switch
            {
                0 => new PaymentOperation(stage.Id(Pick()), Any(), Some()),
                1 => new PathPaymentStrictSendOperation(Any(), Some(), stage.Id(Pick()), Any(), 1, []),
                2 => new PathPaymentStrictReceiveOperation(Any(), 500 * Lumen, stage.Id(Pick()), Any(), Some(), []),
                3 => new CreateClaimableBalanceOperation(
                    Any(),
                    Some(),
                    [new Claimant(stage.Id(Pick()), ClaimPredicate.Always)]
                ),
                4 => new ClaimClaimableBalanceOperation(AnyBalance(source)),
                5 => new ChangeTrustOperation(stage.Asset("ann")),
                6 => new ManageDataOperation(
                    ByteString.FromUtf8($"k{random.Next(3)}"),
                    random.Next(2) == 0 ? null : ByteString.FromUtf8("v")
                ),
                7 => new AccountMergeOperation(stage.Id(Pick())),
                _ => new PaymentOperation(stage.Id(Pick()), Asset.Native, Some()),
            };

        ClaimableBalanceId AnyBalance(string source) =>
            ClaimableBalanceId.Derive(
                stage.Id(Pick()),
                (stage.Network.SequenceOf(stage.Id(source)) ?? 1) - random.Next(4),
                random.Next(2)
            );
    }

    private static long Held(Server server, string name) =>
        name == "root"
            ? server.Network.BalanceOf(Root(server.Network), Asset.Native)!.Value
            : server.Stage.Balance(name);

    /// <summary>The root account's key is the network's id, as on every Stellar network.</summary>
    private static AccountId Root(SandboxNetwork network) => KeyPair.FromSeed(network.Network.Id.ToArray()).Account;

    private static async Task<long> SetAsideAsync(Server server, string asset)
    {
        var (sum, path) = (0L, $"/claimable_balances?limit=200&asset={asset}");
        while (true)
        {
            var page = await server.GetAsync(path);
            var records = page.GetProperty("_embedded").GetProperty("records");
            if (records.GetArrayLength() == 0)
            {
                return sum;
            }

            sum += records.EnumerateArray().Sum(r => Stroops.Parse(r.GetProperty("amount").GetString()!));
            var next = page.GetProperty("_links").GetProperty("next").GetProperty("href").GetString()!;
            path = new Uri(next).PathAndQuery;
        }
    }
}

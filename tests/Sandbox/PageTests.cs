using System.Text.Json;
using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

public sealed class PageTests
{
    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task Pages_follow_their_links_through_the_whole_list_and_back(string order)
    {
        await using var server = await PaidAsync(7);
        var path = $"/accounts/{server.Stage.Id("bob")}/payments?limit=3&order={order}";

        var forth = new List<string>();
        var page = await server.GetAsync(path);
        JsonElement last;
        do
        {
            last = page;
            forth.AddRange(Tokens(page));
            page = await server.GetAsync(Link(page, "next"));
        } while (Tokens(page).Count > 0);
        var back = Tokens(await server.GetAsync(Link(last, "prev")));

        Assert.Equal(8, forth.Count);
        Assert.Equal(forth.Distinct().Count(), forth.Count);
        var numbers = forth.ConvertAll(long.Parse);
        Assert.Equal(order == "asc" ? numbers.Order() : numbers.OrderDescending(), numbers);
        Assert.Equal(forth.TakeWhile(t => t != Tokens(last)[0]).Reverse().Take(3), back);
    }

    [Fact]
    public async Task Ids_are_those_of_sep_35()
    {
        await using var server = await PaidAsync(2);

        var payment = (await server.RecordsAsync("/payments?order=desc&limit=1"))[0];

        var id = TotalOrderId.FromInt64(long.Parse(payment.GetProperty("id").GetString()!));
        Assert.Equal(new TotalOrderId(3, 1, 2), id);
    }

    [Fact]
    public async Task Cursor_now_shows_nothing_yet_and_bad_parameters_are_refused()
    {
        await using var server = await PaidAsync(1);

        Assert.Empty(await server.RecordsAsync("/payments?cursor=now"));
        await server.GetAsync("/payments?limit=201", 400);
        await server.GetAsync("/payments?limit=0", 400);
        await server.GetAsync("/payments?order=sideways", 400);
        await server.GetAsync("/payments?cursor=x", 400);
    }

    [Fact]
    public async Task Failed_operations_are_listed_on_request_and_under_their_transaction()
    {
        await using var server = await PaidAsync(1);
        server.Stage.Refusal("alice", new PaymentOperation(server.Stage.Id("nobody"), Asset.Native, 1));
        var count = (await server.RecordsAsync("/operations")).Count;

        var all = await server.RecordsAsync("/operations?include_failed=true");
        var failed = all[^1].GetProperty("transaction_hash").GetString();

        Assert.Equal(count + 1, all.Count);
        Assert.Single(await server.RecordsAsync($"/transactions/{failed}/operations"));
        Assert.Single(await server.RecordsAsync($"/transactions/{failed}/payments"));
        Assert.Empty(await server.RecordsAsync($"/transactions/{failed}/effects"));
        Assert.False((await server.GetAsync($"/transactions/{failed}")).GetProperty("successful").GetBoolean());
    }

    [Fact]
    public async Task Muxed_accounts_show_both_their_forms()
    {
        await using var server = await PaidAsync(1);
        var muxed = new MuxedAccount(server.Stage.Id("bob"), ulong.MaxValue);
        server.Stage.Good("alice", new PaymentOperation(muxed, Asset.Native, 1));

        var payment = (await server.RecordsAsync($"/accounts/{muxed.Account}/payments?order=desc&limit=1"))[0];

        Assert.Equal(muxed.Account.ToString(), payment.GetProperty("to").GetString());
        Assert.Equal(muxed.ToString(), payment.GetProperty("to_muxed").GetString());
        Assert.Equal("18446744073709551615", payment.GetProperty("to_muxed_id").GetString());
    }

    [Fact]
    public async Task Path_payments_show_both_amounts_and_merges_their_ends()
    {
        await using var server = await PaidAsync(1);
        var stage = server.Stage;
        stage.FundWithAsset("issuer", 100 * Lumen, "carol");
        stage.Good(
            "carol",
            new PathPaymentStrictReceiveOperation(
                stage.Asset("issuer"),
                9 * Lumen,
                stage.Id("bob"),
                Asset.Native,
                10 * Lumen,
                []
            )
        );
        stage.Good("bob", new AccountMergeOperation(stage.Id("alice")));

        var records = await server.RecordsAsync($"/accounts/{stage.Id("bob")}/payments?order=desc&limit=2");

        Assert.Equal("account_merge", records[0].GetProperty("type").GetString());
        Assert.Equal(stage.Id("alice").ToString(), records[0].GetProperty("into").GetString());
        Assert.Equal("path_payment_strict_receive", records[1].GetProperty("type").GetString());
        Assert.Equal("10.0000000", records[1].GetProperty("amount").GetString());
        Assert.Equal("2.5000000", records[1].GetProperty("source_amount").GetString());
        Assert.Equal("USD", records[1].GetProperty("source_asset_code").GetString());
    }

    [Fact]
    public async Task Accounts_assets_balances_and_paths_are_found()
    {
        await using var server = await PaidAsync(1);
        var stage = server.Stage;
        stage.FundWithAsset("issuer", 100 * Lumen, "carol", "dave");
        stage.Good(
            "carol",
            new CreateClaimableBalanceOperation(
                stage.Asset("issuer"),
                Lumen,
                [new Claimant(stage.Id("bob"), ClaimPredicate.Always)]
            )
        );
        var (usd, bob) = (stage.Asset("issuer"), stage.Id("bob"));

        Assert.Equal(2, (await server.RecordsAsync($"/accounts?asset={usd}")).Count);
        Assert.Single(await server.RecordsAsync($"/accounts?signer={bob}"));
        Assert.Empty(await server.RecordsAsync($"/accounts?sponsor={bob}"));
        await server.GetAsync("/accounts", 400);
        var asset = Assert.Single(await server.RecordsAsync($"/assets?asset_code=USD&asset_issuer={usd.Issuer}"));
        Assert.Equal(2, asset.GetProperty("accounts").GetProperty("authorized").GetInt32());
        Assert.Equal("199.0000000", asset.GetProperty("balances").GetProperty("authorized").GetString());
        var balance = Assert.Single(await server.RecordsAsync($"/claimable_balances?claimant={bob}"));
        Assert.Equal("1.0000000", balance.GetProperty("amount").GetString());
        await server.GetAsync($"/claimable_balances/{balance.GetProperty("id").GetString()}");
        var paths = await server.RecordsAsync(
            "/paths/strict-send?source_asset_type=native&source_amount=8&destination_assets=" + usd
        );
        Assert.Equal("2.0000000", Assert.Single(paths).GetProperty("destination_amount").GetString());
        paths = await server.RecordsAsync(
            $"/paths/strict-receive?destination_asset_type=native&destination_amount=8&source_account={stage.Id("carol")}"
        );
        Assert.Equal(["2.0000000", "8.0000000"], paths.Select(p => p.GetProperty("source_amount").GetString()));
        Assert.Equal(3, (await server.GetAsync("/ledgers/3")).GetProperty("sequence").GetInt32());
        await server.GetAsync("/ledgers/999", 404);
    }

    /// <summary>Bob was created and then paid so many times, all in ledger 3.</summary>
    private static async Task<Server> PaidAsync(int payments)
    {
        var server = await Server.StartAsync();
        server.Stage.Fund("alice", "bob");
        server.Stage.Good(
            "alice",
            [
                .. Enumerable
                    .Range(1, payments)
                    .Select(i => new PaymentOperation(server.Stage.Id("bob"), Asset.Native, i)),
            ]
        );
        return server;
    }

    private static List<string> Tokens(JsonElement page) =>
        [
            .. page.GetProperty("_embedded")
                .GetProperty("records")
                .EnumerateArray()
                .Select(r => r.GetProperty("paging_token").GetString()!),
        ];

    private static string Link(JsonElement page, string name) =>
        new Uri(page.GetProperty("_links").GetProperty(name).GetProperty("href").GetString()!).PathAndQuery;
}

using System.Text.Json;
using Anchor.Domain;
using Anchor.Domain.Network;
using Anchor.Domain.Transactions;
using Anchor.Stellar;

namespace Anchor.Api.Tests;

public sealed class Sep24StartTests
{
    private const string Deposit = "/sep24/transactions/deposit/interactive";
    private const string Withdraw = "/sep24/transactions/withdraw/interactive";

    [Fact]
    public async Task Deposit_starts_incomplete_with_everything_the_wallet_said()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.StartTransactionAsync(
            "deposit",
            new
            {
                asset_code = "TEST",
                asset_issuer = ApiHost.Test.Issuer,
                amount = "100.5",
                account = ApiHost.Other.Account.ToString(),
                memo = "order 7",
                memo_type = "text",
                lang = "pt-BR",
                claimable_balance_supported = true,
                email_address = "a@example.org",
                unknown_field = "x",
            },
            host.Token(clientDomain: "wallet.example")
        );

        var transaction = host.Transactions[answer.Text("id")!];
        Assert.Equal("interactive_customer_info_needed", answer.Text("type"));
        Assert.StartsWith(
            $"{ApiHost.Base}/sep24/interactive/{transaction.Id}?token=",
            answer.Text("url"),
            StringComparison.Ordinal
        );
        Assert.Equal(["id", "type", "url"], answer.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(TransactionStatus.Incomplete, transaction.Status);
        Assert.Equal(ApiHost.Client.Account.ToString(), transaction.Account);
        Assert.Equal(ApiHost.Other.Account.ToString(), transaction.Counterparty);
        Assert.Equal(new MemoText(MemoKind.Text, "order 7"), transaction.Memo);
        Assert.Equal("100.5", transaction.Expected!.In.ToString());
        Assert.Equal("1.5", transaction.Expected.Fee.ToString());
        Assert.Equal("pt-BR", transaction.Language);
        Assert.Equal("wallet.example", transaction.ClientDomain);
        Assert.True(transaction.ClaimableBalanceSupported);
        Assert.Equal([new("email_address", "a@example.org")], transaction.Fields);
        Assert.Equal(ApiHost.Start + TimeSpan.FromHours(24), transaction.UserActionRequiredBy);
    }

    [Fact]
    public async Task Withdrawal_gets_an_id_memo_and_the_distribution_account()
    {
        await using var host = await ApiHost.StartAsync();

        var first = await host.StartTransactionAsync("withdraw");
        var second = await host.StartTransactionAsync("withdraw");

        var memos = new[] { first, second }.Select(a => host.Transactions[a.Text("id")!].Memo!).ToList();
        Assert.All(memos, memo => Assert.True(memo.Kind == MemoKind.Id && long.Parse(memo.Value) > 0));
        Assert.NotEqual(memos[0], memos[1]);
        Assert.Equal(ApiHost.Distribution.Account.ToString(), host.Transactions[first.Text("id")!].DistributionAccount);
    }

    [Theory]
    [InlineData(Deposit)]
    [InlineData(Withdraw)]
    public async Task Nothing_is_started_while_the_network_is_reset_and_the_wallet_is_told_why(string path)
    {
        await using var host = await ApiHost.StartAsync();
        host.Transactions.Network = NetworkCondition.Reset;

        var error = await host.PostAsync(path, new { asset_code = "TEST" }, host.Token()).ErrorAsync(503);

        Assert.Contains("network was reset", error, StringComparison.Ordinal);
        Assert.Empty(host.Transactions.All);

        host.Transactions.Network = NetworkCondition.Known;
        await host.PostAsync(path, new { asset_code = "TEST" }, host.Token()).JsonAsync(200);
    }

    [Fact]
    public async Task Withdrawal_waits_until_payments_to_the_account_are_sure_to_be_seen()
    {
        await using var host = await ApiHost.StartAsync();
        host.Transactions.Cursor = null;

        var error = await host.PostAsync(Withdraw, new { asset_code = "TEST" }, host.Token()).ErrorAsync(503);
        await host.StartTransactionAsync("deposit");
        Assert.Equal("payments of this asset are not followed yet; try again later", error);
        Assert.Equal(TransactionKind.Deposit, Assert.Single(host.Transactions.All).Kind);

        host.Transactions.Cursor = "1";
        await host.StartTransactionAsync("withdraw");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    public async Task Forms_are_taken_as_well_as_json(string contentType)
    {
        await using var host = await ApiHost.StartAsync();
        var fields = new Dictionary<string, string> { ["asset_code"] = "TEST", ["first_name"] = "Zoë" };
        using var multipart = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            multipart.Add(new StringContent(value), name);
        }

        multipart.Add(new ByteArrayContent([1, 2, 3]), "photo_id_front", "front.png");
        using var form = new FormUrlEncodedContent(fields);
        var request = new HttpRequestMessage(HttpMethod.Post, Deposit)
        {
            Content = contentType.StartsWith("multi", StringComparison.Ordinal) ? multipart : form,
        };

        var answer = await host.SendAsync(request, host.Token()).JsonAsync(200);

        Assert.Equal([new("first_name", "Zoë")], host.Transactions[answer.Text("id")!].Fields);
    }

    [Fact]
    public async Task Deposit_of_a_shared_account_is_paid_with_the_memo_it_signed_in_with()
    {
        await using var host = await ApiHost.StartAsync();
        var token = host.Token($"{ApiHost.Client.Account}:99");

        var own = await host.StartTransactionAsync("deposit", token: token);
        var elsewhere = await host.StartTransactionAsync(
            "deposit",
            new { asset_code = "TEST", account = ApiHost.Other.Account.ToString() },
            token
        );

        Assert.Equal(new MemoText(MemoKind.Id, "99"), host.Transactions[own.Text("id")!].Memo);
        Assert.Equal("99", host.Transactions[own.Text("id")!].AccountMemo);
        Assert.Null(host.Transactions[elsewhere.Text("id")!].Memo);
    }

    [Theory]
    [InlineData("""{}""", "`asset_code` is required")]
    [InlineData("""{"asset_code":null}""", "`asset_code` is required")]
    [InlineData("""{"asset_code":"NOPE"}""", "unknown asset: NOPE")]
    [InlineData("""{"asset_code":"TEST","asset_issuer":"GABC"}""", "unknown asset: TEST")]
    [InlineData("""{"asset_code":"native","asset_issuer":"GABC"}""", "'asset_issuer' must not")]
    [InlineData("""{"asset_code":"TEST","amount":"abc"}""", "invalid 'amount'")]
    [InlineData("""{"asset_code":"TEST","amount":-5}""", "invalid 'amount'")]
    [InlineData("""{"asset_code":"TEST","amount":1e999999999}""", "invalid 'amount'")]
    [InlineData("""{"asset_code":"TEST","amount":"1.001"}""", "invalid 'amount': at most 2 decimals")]
    [InlineData("""{"asset_code":"TEST","amount":"1.00000001"}""", "invalid 'amount': at most 2 decimals")]
    [InlineData(
        """{"asset_code":"TEST","amount":"1.0000000000000000000000000"}""",
        "invalid 'amount': at most 2 decimals"
    )]
    [InlineData(
        """{"asset_code":"TEST","amount":"99999999999999999999999"}""",
        "invalid 'amount': it must be between 1"
    )]
    [InlineData("""{"asset_code":"TEST","amount":"1."}""", "invalid 'amount': it is not")]
    [InlineData("""{"asset_code":"TEST","amount":"1.2.3"}""", "invalid 'amount': it is not")]
    [InlineData("""{"asset_code":"TEST","amount":"0.5"}""", "invalid 'amount': it must be between 1 and 10000")]
    [InlineData("""{"asset_code":"TEST","amount":"10000.01"}""", "invalid 'amount': it must be between 1 and 10000")]
    [InlineData("""{"asset_code":"TEST","amount":"1"}""", "invalid 'amount': the fee is not less")]
    [InlineData("""{"asset_code":"TEST","account":"nobody"}""", "invalid 'account'")]
    [InlineData("""{"asset_code":"TEST","account":"{C}"}""", "contract accounts")]
    [InlineData("""{"asset_code":"TEST","memo":"1"}""", "'memo_type' is required")]
    [InlineData("""{"asset_code":"TEST","memo":"x","memo_type":"id"}""", "invalid 'memo' for 'memo_type'")]
    [InlineData("""{"asset_code":"TEST","memo":"-1","memo_type":"id"}""", "invalid 'memo' for 'memo_type'")]
    [InlineData("""{"asset_code":"TEST","memo":"AAAA","memo_type":"hash"}""", "invalid 'memo' for 'memo_type'")]
    [InlineData("""{"asset_code":"TEST","memo":"a","memo_type":"return"}""", "invalid 'memo' for 'memo_type'")]
    [InlineData(
        """{"asset_code":"TEST","memo":"ääääääääääääääää","memo_type":"text"}""",
        "invalid 'memo' for 'memo_type'"
    )]
    [InlineData("""{"asset_code":"TEST","account":"{M}","memo":"1","memo_type":"id"}""", "muxed account")]
    [InlineData("""{"asset_code":"TEST","quote_id":"q"}""", "'quote_id' is not supported")]
    [InlineData("""{"asset_code":"TEST","source_asset":"iso4217:USD"}""", "'source_asset' is not supported")]
    [InlineData("""{"asset_code":"TEST","claimable_balance_supported":"maybe"}""", "claimable_balance_supported")]
    public async Task Wrong_fields_are_400_and_nothing_is_written(string body, string message)
    {
        await using var host = await ApiHost.StartAsync();
        var content = body.Replace("{C}", StrKey.Encode(StrKeyKind.Contract, new byte[32]), StringComparison.Ordinal)
            .Replace("{M}", new MuxedAccount(ApiHost.Client.Account, 1).ToString(), StringComparison.Ordinal);
        var request = new HttpRequestMessage(HttpMethod.Post, Deposit)
        {
            Content = new StringContent(content, null, "application/json"),
        };

        Assert.Contains(message, await host.SendAsync(request, host.Token()).ErrorAsync(400), StringComparison.Ordinal);
        Assert.Empty(host.Transactions.All);
    }

    [Fact]
    public async Task Direction_that_is_switched_off_is_refused()
    {
        await using var host = await ApiHost.StartAsync();

        var error = await host.PostAsync(Withdraw, new { asset_code = "IN" }, host.Token()).ErrorAsync(400);

        Assert.Equal("invalid operation for asset IN", error);
    }

    [Fact]
    public async Task Missing_destination_is_refused_where_accounts_are_not_created()
    {
        await using var host = await ApiHost.StartAsync(o => o.AccountCreation = false);

        var missing = await host.PostAsync(Deposit, new { asset_code = "TEST" }, host.Token()).ErrorAsync(400);
        host.Signers.IsDown = true;
        await host.PostAsync(Deposit, new { asset_code = "TEST" }, host.Token()).ErrorAsync(503);
        host.Signers.IsDown = false;
        host.Signers.Accounts[ApiHost.Client.Account] = new AccountSigners(0, 0, 0, []);
        await host.StartTransactionAsync("deposit");

        Assert.Equal("public key 'account' must be a funded Stellar account", missing);
        Assert.Single(host.Transactions.All);
    }

    [Fact]
    public async Task Info_lists_terms_as_numbers_and_nothing_else()
    {
        await using var host = await ApiHost.StartAsync();

        var info = await host.GetAsync("/sep24/info").JsonAsync(200);

        Assert.Equal(
            """{"enabled":true,"min_amount":1,"max_amount":10000,"fee_fixed":1,"fee_percent":0.5}""",
            info.GetProperty("deposit").GetProperty("TEST").GetRawText()
        );
        Assert.Equal("""{"enabled":false}""", info.GetProperty("withdraw").GetProperty("IN").GetRawText());
        Assert.Equal(
            "0.0000001",
            info.GetProperty("deposit").GetProperty("native").GetProperty("min_amount").GetRawText()
        );
        Assert.Equal(JsonValueKind.True, info.GetProperty("features").GetProperty("account_creation").ValueKind);
    }

    [Theory]
    [InlineData("operation=deposit&asset_code=TEST&amount=100", 200, "1.5")]
    [InlineData("operation=withdraw&asset_code=TEST&amount=333.33", 200, "2.66")]
    [InlineData("operation=swap&asset_code=TEST&amount=100", 400, null)]
    [InlineData("operation=deposit&asset_code=NOPE&amount=100", 400, null)]
    [InlineData("operation=deposit&asset_code=TEST&amount=1e3", 400, null)]
    [InlineData("operation=deposit&asset_code=TEST", 400, null)]
    public async Task Fee_is_a_number_cut_to_the_assets_decimals(string query, int status, string? fee)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.GetAsync($"/sep24/fee?{query}", host.Token()).JsonAsync(status);

        Assert.Equal(fee, answer.TryGetProperty("fee", out var value) ? value.GetRawText() : null);
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Anchor.Domain;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;

namespace Anchor.Api.Tests;

public sealed class Sep24LookupTests
{
    [Fact]
    public async Task Incomplete_records_have_the_strings_the_conformance_suite_wants()
    {
        await using var host = await ApiHost.StartAsync();

        var deposit = await GetAsync(host, (await host.StartTransactionAsync("deposit")).Text("id")!);
        var withdrawal = await GetAsync(host, (await host.StartTransactionAsync("withdraw")).Text("id")!);

        Assert.Equal("deposit", deposit.Text("kind"));
        Assert.Equal(ApiHost.Client.Account.ToString(), deposit.Text("to"));
        Assert.Equal("withdrawal", withdrawal.Text("kind"));
        Assert.Equal("incomplete", withdrawal.Text("status"));
        Assert.Equal(ApiHost.Client.Account.ToString(), withdrawal.Text("from"));
        Assert.Null(withdrawal.Text("withdraw_memo"));
        Assert.Equal("2026-09-01T12:00:00Z", withdrawal.Text("started_at"));
        Assert.Equal("2026-09-02T12:00:00Z", withdrawal.Text("user_action_required_by"));
        Assert.Equal(
            $"{ApiHost.Base}/sep24/transaction/more_info?id={withdrawal.Text("id")}",
            withdrawal.Text("more_info_url")
        );
    }

    [Fact]
    public async Task Refunded_withdrawal_adds_up()
    {
        await using var host = await ApiHost.StartAsync();
        FeeQuote.TryCreate(Parse("100.1299999"), Parse("5"), out var quote);
        host.Transactions.Put(
            Sample("refunded-1") with
            {
                Kind = TransactionKind.Withdrawal,
                Status = TransactionStatus.Refunded,
                Amounts = quote,
                Memo = new MemoText(MemoKind.Id, "7"),
                Fields = ImmutableSortedDictionary<string, string>.Empty.Add("bank_account_number", "DE001234567"),
                Refunds = [new Refund("hash", Parse("100.1299999"), Amount.Zero)],
                CompletedAt = ApiHost.Start,
            }
        );

        var record = await GetAsync(host, "refunded-1");

        Assert.Equal("100.12", record.Text("amount_in"));
        Assert.Equal("0", record.Text("amount_fee"));
        Assert.Equal("0", record.Text("amount_out"));
        Assert.Equal("0", record.GetProperty("fee_details").Text("total"));
        Assert.Equal(ApiHost.Test.ToString(), record.Text("amount_in_asset"));
        Assert.Equal("*******4567", record.Text("to"));
        Assert.Equal("7", record.Text("withdraw_memo"));
        Assert.Equal("id", record.Text("withdraw_memo_type"));
        Assert.Equal(
            """{"amount_refunded":"100.12","amount_fee":"0","payments":[{"id":"hash","id_type":"stellar","amount":"100.12","fee":"0"}]}""",
            record.GetProperty("refunds").GetRawText()
        );
        Assert.False(record.TryGetProperty("user_action_required_by", out _));
    }

    [Fact]
    public async Task Others_transactions_are_not_found_by_any_id()
    {
        await using var host = await ApiHost.StartAsync();
        host.Transactions.Put(
            Sample("mine") with
            {
                StellarTransactionId = "hash",
                ExternalTransactionId = "bank-1",
                AccountMemo = "5",
            }
        );
        var owner = host.Token($"{ApiHost.Client.Account}:5");
        string[] strangers =
        [
            host.Token(),
            host.Token($"{ApiHost.Client.Account}:6"),
            host.Token(ApiHost.Other.Account.ToString()),
        ];

        foreach (var query in new[] { "id=mine", "stellar_transaction_id=hash", "external_transaction_id=bank-1" })
        {
            var found = await host.GetAsync($"/sep24/transaction?{query}", owner).JsonAsync(200);
            Assert.Equal("mine", found.GetProperty("transaction").Text("id"));
            foreach (var stranger in strangers)
            {
                Assert.Equal(
                    "transaction not found",
                    await host.GetAsync($"/sep24/transaction?{query}", stranger).ErrorAsync(404)
                );
            }
        }

        await host.GetAsync("/sep24/transaction?id=mine&stellar_transaction_id=other", owner).ErrorAsync(404);
        await host.GetAsync("/sep24/transaction", owner).ErrorAsync(400);
    }

    [Fact]
    public async Task Lists_are_filtered_and_newest_first()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            host.Transactions.Put(
                Sample($"t{i}") with
                {
                    Kind = i % 2 == 0 ? TransactionKind.Deposit : TransactionKind.Withdrawal,
                    StartedAt = ApiHost.Start + TimeSpan.FromMinutes(i),
                }
            );
        }

        Assert.Equal(["t4", "t3", "t2", "t1", "t0"], await IdsAsync(host, ""));
        Assert.Equal(["t4", "t3"], await IdsAsync(host, "&limit=2"));
        Assert.Equal(["t3", "t1"], await IdsAsync(host, "&kind=withdrawal"));
        Assert.Equal(["t4", "t3"], await IdsAsync(host, "&no_older_than=2026-09-01T12:03:00Z"));
        Assert.Equal(["t4", "t3"], await IdsAsync(host, "&no_older_than=2026-09-01T14:03:00.000+02:00"));
        Assert.Equal(["t4", "t3"], await IdsAsync(host, "&no_older_than=2026-09-01T14:03:00.000%2B02:00"));
        Assert.Equal(["t1", "t0"], await IdsAsync(host, "&paging_id=t2"));
        Assert.Empty(await IdsAsync(host, "&paging_id=unknown"));
        Assert.Equal(5, (await IdsAsync(host, "&limit=2147483647")).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("asset_code=NOPE")]
    [InlineData("asset_code=TEST&limit=0")]
    [InlineData("asset_code=TEST&limit=-1")]
    [InlineData("asset_code=TEST&limit=many")]
    [InlineData("asset_code=TEST&limit=99999999999")]
    [InlineData("asset_code=TEST&kind=swap")]
    [InlineData("asset_code=TEST&no_older_than=yesterday")]
    public async Task Wrong_list_parameters_are_400(string query)
    {
        await using var host = await ApiHost.StartAsync();

        await host.GetAsync($"/sep24/transactions?{query}", host.Token()).ErrorAsync(400);
    }

    private static async Task<List<string?>> IdsAsync(ApiHost host, string query)
    {
        var answer = await host.GetAsync($"/sep24/transactions?asset_code=TEST{query}", host.Token()).JsonAsync(200);
        return [.. answer.GetProperty("transactions").EnumerateArray().Select(t => t.Text("id"))];
    }

    private static async Task<JsonElement> GetAsync(ApiHost host, string id) =>
        (await host.GetAsync($"/sep24/transaction?id={id}", host.Token()).JsonAsync(200)).GetProperty("transaction");

    private static AnchorTransaction Sample(string id) =>
        new()
        {
            Id = id,
            Status = TransactionStatus.PendingAnchor,
            Asset = ApiHost.Test,
            Account = ApiHost.Client.Account.ToString(),
            DistributionAccount = ApiHost.Distribution.Account.ToString(),
            StartedAt = ApiHost.Start,
            UpdatedAt = ApiHost.Start,
        };

    private static Amount Parse(string text) => Amount.Parse(text, null);
}

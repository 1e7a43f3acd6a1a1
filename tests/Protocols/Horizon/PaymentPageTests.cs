using System.Text.Json.Nodes;
using Anchor.Stellar.Horizon;
using static Anchor.Protocols.Tests.Horizon.PaymentSamples;

namespace Anchor.Protocols.Tests.Horizon;

public sealed class PaymentPageTests
{
    private const string Path = $"/accounts/{Samples.Account}/payments";
    private const string Muxed = "MCEZWKCA5VLDNRLN3RPRJMRZOX3Z6G5CHCGSNFHEYVXM3XOJMDS67777777777777777654";

    private static async Task<PaymentEvent> ReadAsync(JsonObject record, bool join = true)
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Path, Answers.Text(Page(record.Text())));
        var page = await fixture.Client.GetPaymentsAsync(Samples.Account, 1, PageOrder.Ascending, 10, join);
        return Assert.Single(page.Events);
    }

    private static async Task<PaymentRecord> ReadWellAsync(JsonObject record, bool join = true) =>
        Assert.IsType<PaymentRecord>(await ReadAsync(record, join));

    [Fact]
    public async Task A_payment_is_read_with_its_parties_and_amount()
    {
        var record = await ReadWellAsync(
            With(Payment(Id(1)), ("to_muxed", Muxed), ("to_muxed_id", "18446744073709551615"))
        );

        Assert.Equal((Id(1), PaymentKind.Payment, true), (record.Id, record.Kind, record.TransactionSuccessful));
        Assert.Equal(new PaymentParty(Samples.Issuer), record.From);
        Assert.Equal(new PaymentParty(Samples.Account, Muxed, ulong.MaxValue), record.To);
        Assert.Equal((123_456_789L, $"TEST:{Samples.Issuer}"), (record.Amount, record.Asset?.ToString()));
        Assert.Equal(Samples.Hash, record.TransactionHash);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), record.CreatedAt);
    }

    [Theory]
    [InlineData("path_payment_strict_send", PaymentKind.PathPaymentStrictSend)]
    [InlineData("path_payment_strict_receive", PaymentKind.PathPaymentStrictReceive)]
    public async Task A_path_payment_has_what_arrived_and_what_it_cost(string type, PaymentKind kind)
    {
        var record = await ReadWellAsync(
            With(Payment(Id(1)), ("type", type), ("source_asset_type", "native"), ("source_amount", "3.0000000"))
        );

        Assert.Equal((kind, 123_456_789L, 30_000_000L), (record.Kind, record.Amount, record.SourceAmount));
        Assert.Equal(HorizonAsset.Native, record.SourceAsset);
    }

    [Fact]
    public async Task A_created_account_was_paid_its_starting_balance()
    {
        var record = await ReadWellAsync(
            With(
                Operation(Id(1), "create_account"),
                ("funder", Samples.Issuer),
                ("account", Samples.Account),
                ("starting_balance", "10000.0000000")
            )
        );

        Assert.Equal((Samples.Account, 100_000_000_000L), (record.To?.Account, record.Amount));
    }

    [Fact]
    public async Task A_merge_takes_its_amount_from_the_result()
    {
        var result = new TransactionResult(
            100,
            TransactionResultCode.Success,
            [
                OperationResult.Success(OperationType.Payment),
                OperationResult.Success(OperationType.AccountMerge, new MergedOutcome(42)),
            ]
        );
        var merge = Operation(Id(2), "account_merge", result: result.ToBase64());

        var record = await ReadWellAsync(With(merge, ("account", Samples.Issuer), ("into", Samples.Account)));

        Assert.Equal((42L, Samples.Issuer, Samples.Account), (record.Amount, record.From?.Account, record.To?.Account));
    }

    [Fact]
    public async Task A_merge_without_its_result_takes_its_amount_from_the_effects()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        var merge = With(Operation(Id(2), "account_merge"), ("account", Samples.Issuer), ("into", Samples.Account));
        merge.Remove("transaction");
        fixture.Stub.On(Path, Answers.Text(Page(merge.Text())));
        object Effect(long id, string type, string account, string amount) =>
            new
            {
                id = $"{id:D19}-0000000001",
                paging_token = $"{id}-1",
                type,
                account,
                amount,
                asset_type = "native",
            };
        fixture.Stub.On(
            $"/transactions/{Samples.Hash}/effects",
            Answers.Json(
                Samples.Page(
                    Effect(Id(1), "account_credited", Samples.Account, "1.0000000"),
                    Effect(Id(2), "account_debited", Samples.Issuer, "2.0000000"),
                    Effect(Id(2), "account_credited", Samples.Account, "2.0000000")
                )
            )
        );

        var client = fixture.Client;
        var page = await client.GetPaymentsAsync(Samples.Account, 1, PageOrder.Ascending, 10, join: false);
        var record = Assert.IsType<PaymentRecord>(Assert.Single(page.Events));

        Assert.Null(record.Amount);
        Assert.Equal(20_000_000, await client.GetMergedAmountAsync(record));
    }

    [Fact]
    public async Task A_contract_call_has_what_it_moved()
    {
        var changes = new JsonArray(
            With(
                [],
                ("type", "transfer"),
                ("asset_type", "native"),
                ("from", "CCONTRACT"),
                ("to", Samples.Account),
                ("amount", "1.0000000"),
                ("destination_muxed_id", "7")
            ),
            With([], ("type", "burn"), ("asset_type", "native"), ("from", Samples.Account), ("amount", "0.0000001"))
        );

        var record = await ReadWellAsync(
            With(Operation(Id(1), "invoke_host_function"), ("asset_balance_changes", changes))
        );

        Assert.Equal(PaymentKind.ContractCall, record.Kind);
        Assert.Equal(
            [
                new("transfer", HorizonAsset.Native, 10_000_000, "CCONTRACT", Samples.Account, 7),
                new PaymentBalanceChange("burn", HorizonAsset.Native, 1, Samples.Account, null, null),
            ],
            record.BalanceChanges
        );
    }

    [Fact]
    public async Task A_type_of_the_future_is_read_without_amounts()
    {
        var record = await ReadWellAsync(Operation(Id(1), "teleport"));

        Assert.Equal((PaymentKind.Other, "teleport", null), (record.Kind, record.Type, record.Amount));
    }

    [Theory]
    [InlineData("none", null, null, PaymentMemoKind.None, null, "")]
    [InlineData("text", "hi", "aGk=", PaymentMemoKind.Text, "hi", "6869")]
    [InlineData("text", "\ufffd", "/w==", PaymentMemoKind.Text, "\ufffd", "FF")]
    [InlineData("text", null, null, PaymentMemoKind.Text, "", "")]
    [InlineData("id", "18446744073709551615", null, PaymentMemoKind.Id, "18446744073709551615", "")]
    [InlineData("hash", "AQI=", null, PaymentMemoKind.Hash, "AQI=", "0102")]
    [InlineData("return", "AQI=", null, PaymentMemoKind.Return, "AQI=", "0102")]
    public async Task A_memo_keeps_its_bytes(
        string type,
        string? memo,
        string? bytes,
        PaymentMemoKind kind,
        string? value,
        string hex
    )
    {
        var record = await ReadWellAsync(Payment(Id(1), type, memo, bytes));

        Assert.Equal((kind, value), (record.Memo!.Kind, record.Memo.Value));
        Assert.Equal(hex, Convert.ToHexString(record.Memo.Bytes.AsSpan()));
    }

    [Theory]
    [InlineData("amount", null)]
    [InlineData("amount", "12.34567890")]
    [InlineData("to", null)]
    [InlineData("asset_type", null)]
    [InlineData("transaction", null)]
    [InlineData("transaction_successful", "yes")]
    [InlineData("id", "4294971399")]
    public async Task A_record_that_cannot_be_read_is_handed_over_as_it_came(string field, string? value)
    {
        var spoilt = With(Payment(Id(1)), (field, value));

        var poisoned = Assert.IsType<PoisonedRecord>(await ReadAsync(spoilt));

        Assert.Equal((Id(1), spoilt.Text()), (poisoned.Id, poisoned.Raw));
    }

    [Theory]
    [InlineData("carrier-pigeon", null)]
    [InlineData("id", "x")]
    [InlineData("hash", "not base64!")]
    public async Task A_memo_that_cannot_be_read_poisons_its_record(string type, string? memo) =>
        Assert.IsType<PoisonedRecord>(await ReadAsync(Payment(Id(1), type, memo)));

    [Fact]
    public async Task A_page_is_asked_for_as_given()
    {
        await using var fixture = await HorizonFixture.StartAsync();
        fixture.Stub.On(Path, Answers.Text(Page(Payment(Id(2)).Text(), Payment(Id(1)).Text())));

        var page = await fixture.Client.GetPaymentsAsync(Samples.Account, Id(3), PageOrder.Descending, 7, join: true);

        var query = fixture.Stub.Requests[0].Query;
        Assert.Equal(
            ($"{Id(3)}", "desc", "7", "transactions"),
            (query["cursor"].ToString(), query["order"].ToString(), query["limit"].ToString(), query["join"].ToString())
        );
        Assert.Equal((2, Id(1)), (page.Events.Length, page.Cursor));
    }
}

using System.Globalization;
using System.Text.Json;

namespace Anchor.Protocols.Tests;

public sealed class ResultVectorTests
{
    public static TheoryData<int, string> Cases =>
        Vectors.Cases(Vectors.Root.GetProperty("transactionResults"), "name");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_result_is_written_as_it_was_read_and_says_what_the_description_says(int index, string name)
    {
        var vector = Vectors.Root.GetProperty("transactionResults")[index];
        var result = TransactionResult.Decode(vector.Text("xdr"));

        Assert.Equal(vector.Text("xdr"), result.ToBase64());
        var described = vector.GetProperty("sep51");
        Assert.Equal(described.Text("fee_charged"), result.FeeCharged.ToString(CultureInfo.InvariantCulture));
        AssertSame(described.GetProperty("result"), result);
        Assert.NotEmpty(name);
    }

    [Fact]
    public void A_path_payment_says_what_was_spent_and_what_arrived()
    {
        var outcome = Assert.IsType<PathPaymentOutcome>(ByName("strict receive succeeded").Operations[0].Outcome);
        Assert.Equal((300_000_000, 150_000_000), (outcome.SourceAmount, outcome.Amount));
        Assert.Equal("USD", Assert.IsType<CreditAsset>(outcome.Asset).Code);

        var direct = Assert.IsType<PathPaymentOutcome>(ByName("strict send succeeded").Operations[0].Outcome);
        Assert.Equal((42, 42), (direct.SourceAmount, direct.Amount));
    }

    [Fact]
    public void Only_the_first_hop_of_a_path_is_what_the_sender_spent()
    {
        var issuer = AccountId.Parse(Vectors.Root.GetProperty("keys")[0].Text("account"));
        var usd = Asset.Credit("USD", issuer);
        var offer = new ClaimedOffer(ClaimedOfferKind.OrderBook, issuer.Key, 1, usd, 5, Asset.Native, 7);
        var pool = new ClaimedOffer(ClaimedOfferKind.LiquidityPool, issuer.Key, 0, usd, 2, Asset.Native, 3);
        var second = new ClaimedOffer(ClaimedOfferKind.V0, issuer.Key, 9, Asset.Credit("EUR", issuer), 4, usd, 7);
        var outcome = new PathPaymentOutcome([offer, pool, second], issuer, Asset.Credit("EUR", issuer), 4);
        Assert.Equal(10, outcome.SourceAmount);

        var written = new TransactionResult(
            100,
            TransactionResultCode.Success,
            [OperationResult.Success(OperationType.PathPaymentStrictReceive, outcome)]
        ).ToBase64();
        var read = Assert.IsType<PathPaymentOutcome>(TransactionResult.Decode(written).Operations[0].Outcome);
        Assert.Equal(outcome.Offers, read.Offers);
    }

    [Fact]
    public void A_result_without_what_its_code_carries_cannot_be_written()
    {
        var result = new TransactionResult(
            100,
            TransactionResultCode.Success,
            [OperationResult.Success(OperationType.AccountMerge)]
        );
        Assert.Throws<InvalidOperationException>(result.ToBase64);
    }

    [Fact]
    public void Every_horizon_text_of_every_operation_leads_back_to_its_code()
    {
        foreach (var type in Enum.GetValues<OperationType>())
        {
            for (var code = 0; code >= -20; code--)
            {
                var text = HorizonCodes.Text(OperationResult.Inner(type, code));
                if (!text.StartsWith("op_unknown", StringComparison.Ordinal))
                {
                    Assert.Equal((OperationResultCode.Inner, code), HorizonCodes.ParseOperationCode(type, text));
                }
            }
        }

        foreach (var code in Enum.GetValues<TransactionResultCode>())
        {
            Assert.Equal(code, HorizonCodes.ParseTransactionCode(HorizonCodes.Text(code)));
        }
    }

    [Theory]
    [InlineData(OperationType.CreateAccount, (int)CreateAccountCode.AlreadyExists, "op_already_exists")]
    [InlineData(OperationType.Payment, (int)PaymentCode.NoTrust, "op_no_trust")]
    [InlineData(OperationType.Payment, (int)PaymentCode.NoDestination, "op_no_destination")]
    [InlineData(OperationType.PathPaymentStrictReceive, (int)PathPaymentCode.OverLimit, "op_over_source_max")]
    [InlineData(OperationType.PathPaymentStrictSend, (int)PathPaymentCode.OverLimit, "op_under_dest_min")]
    [InlineData(OperationType.ManageData, (int)ManageDataCode.NameNotFound, "op_data_name_not_found")]
    [InlineData(
        OperationType.ChangeTrust,
        (int)ChangeTrustCode.NotAuthorizedToMaintainLiabilities,
        "op_not_aut_maintain_liabilities"
    )]
    [InlineData(OperationType.AccountMerge, (int)AccountMergeCode.SequenceTooFar, "op_seq_num_too_far")]
    public void Horizon_has_its_own_words_for_codes(OperationType type, int code, string text) =>
        Assert.Equal(text, HorizonCodes.Text(OperationResult.Inner(type, code)));

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAGQAAAACAAAAAA==")]
    [InlineData("AAAAAAAAAGQAAAAAf////wAAAAA=")]
    public void A_bad_result_is_refused(string xdr) => Assert.False(TransactionResult.TryDecode(xdr, out _));

    private static TransactionResult ByName(string name) =>
        TransactionResult.Decode(
            Vectors
                .Root.GetProperty("transactionResults")
                .EnumerateArray()
                .Single(v => v.Text("name") == name)
                .Text("xdr")
        );

    private static void AssertSame(JsonElement described, TransactionResult result)
    {
        if (described.ValueKind == JsonValueKind.String)
        {
            Assert.Equal(Horizon(described.GetString()!), HorizonCodes.Text(result.Code));
            return;
        }

        var arm = described.EnumerateObject().Single();
        Assert.Equal(arm.Name, HorizonCodes.Text(result.Code));
        if (arm.Value.ValueKind == JsonValueKind.Object)
        {
            Assert.Equal(arm.Value.Text("transaction_hash"), result.Inner!.TransactionHash.ToHex());
            AssertSame(arm.Value.GetProperty("result").GetProperty("result"), result.Inner.Result);
            return;
        }

        Assert.Equal(arm.Value.GetArrayLength(), result.Operations.Length);
        foreach (var (operation, expected) in result.Operations.Zip(arm.Value.EnumerateArray()))
        {
            if (expected.ValueKind == JsonValueKind.String)
            {
                var text = expected.GetString() == "op_no_account" ? "op_no_source_account" : expected.GetString();
                Assert.Equal(text, HorizonCodes.Text(operation));
                continue;
            }

            var inner = expected.GetProperty("op_inner").EnumerateObject().Single();
            Assert.Equal(inner.Name, Snake(operation.Type.ToString()));
            var isSuccess = inner.Value.ValueKind == JsonValueKind.Object || inner.Value.GetString() == "success";
            Assert.Equal(isSuccess, operation.IsSuccess);
            if (!isSuccess)
            {
                Assert.Equal(Horizon("op_" + inner.Value.GetString()), HorizonCodes.Text(operation));
            }
        }
    }

    private static string Horizon(string name) =>
        name switch
        {
            "tx_no_account" => "tx_no_source_account",
            "tx_bad_min_seq_age_or_gap" => "tx_bad_minseq_age_or_gap",
            "op_already_exist" => "op_already_exists",
            "op_over_sendmax" => "op_over_source_max",
            "op_under_destmin" => "op_under_dest_min",
            "op_seqnum_too_far" => "op_seq_num_too_far",
            _ => name,
        };

    private static string Snake(string name) =>
        string.Concat(
            name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString())
        );
}

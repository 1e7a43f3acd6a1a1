using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

public sealed class PaymentTests : IDisposable
{
    private readonly Stage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Friendbot_creates_an_account_with_lumens_and_a_sequence_of_its_ledger()
    {
        _stage.Fund("alice");

        Assert.Equal(10_000 * Lumen, _stage.Balance("alice"));
        Assert.Equal(2L << 32, _stage.Network.SequenceOf(_stage.Id("alice")));
    }

    [Fact]
    public void Friendbot_funds_many_accounts_in_one_ledger()
    {
        _stage.Fund([.. Enumerable.Range(0, 50).Select(i => $"user {i}")]);

        Assert.Equal(2u, _stage.Network.LatestLedger);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(10_000 * Lumen, _stage.Balance($"user {i}")));
    }

    [Fact]
    public void Payment_moves_lumens_and_takes_the_fee_from_the_source()
    {
        _stage.Fund("alice", "bob");

        Assert.Equal("tx_success op_success", _stage.Apply("alice", Pay("bob", Asset.Native, 5 * Lumen)));
        Assert.Equal(10_005 * Lumen, _stage.Balance("bob"));
        Assert.Equal(9_995 * Lumen - 100, _stage.Balance("alice"));
    }

    [Fact]
    public void Issuer_makes_its_asset_by_paying_and_destroys_it_by_receiving()
    {
        _stage.FundWithAsset("issuer", 100 * Lumen, "alice", "bob");

        _stage.Good("alice", Pay("bob", _stage.Asset("issuer"), 30 * Lumen));
        _stage.Good("bob", Pay("issuer", _stage.Asset("issuer"), 10 * Lumen));

        Assert.Equal(70 * Lumen, _stage.Balance("alice", _stage.Asset("issuer")));
        Assert.Equal(120 * Lumen, _stage.Balance("bob", _stage.Asset("issuer")));
        Assert.Null(_stage.Network.BalanceOf(_stage.Id("issuer"), _stage.Asset("issuer")));
    }

    [Fact]
    public void Payment_that_cannot_be_made_says_why()
    {
        _stage.FundWithAsset("issuer", 100 * Lumen, "alice");
        _stage.Fund("bob");
        var usd = _stage.Asset("issuer");

        Assert.Equal("op_no_destination", _stage.Refusal("alice", Pay("nobody", Asset.Native, Lumen)));
        Assert.Equal("op_no_trust", _stage.Refusal("alice", Pay("bob", usd, Lumen)));
        Assert.Equal("op_src_no_trust", _stage.Refusal("bob", Pay("alice", usd, Lumen)));
        Assert.Equal("op_underfunded", _stage.Refusal("alice", Pay("bob", Asset.Native, 10_000 * Lumen)));
        Assert.Equal("op_malformed", _stage.Refusal("alice", Pay("bob", Asset.Native, 0)));
    }

    [Fact]
    public void Payment_above_the_trust_lines_limit_is_refused()
    {
        _stage.Fund("issuer", "alice");
        _stage.Good("alice", new ChangeTrustOperation(_stage.Asset("issuer"), 10 * Lumen));

        Assert.Equal("op_line_full", _stage.Refusal("issuer", Pay("alice", _stage.Asset("issuer"), 11 * Lumen)));
        Assert.Equal("tx_success op_success", _stage.Apply("issuer", Pay("alice", _stage.Asset("issuer"), 10 * Lumen)));
    }

    [Fact]
    public void Payment_that_overflows_a_balance_is_refused_as_a_full_line()
    {
        _stage.FundWithAsset("issuer", long.MaxValue, "alice");

        Assert.Equal("op_line_full", _stage.Refusal("issuer", Pay("alice", _stage.Asset("issuer"), 1)));
    }

    [Fact]
    public void Failed_transaction_consumes_fee_and_sequence_and_nothing_else()
    {
        _stage.Fund("alice", "bob");
        var before = _stage.Network.SequenceOf(_stage.Id("alice"));

        var words = _stage.Apply(
            "alice",
            Pay("bob", Asset.Native, Lumen),
            Pay("nobody", Asset.Native, Lumen),
            Pay("bob", Asset.Native, Lumen)
        );

        Assert.Equal("tx_failed op_success op_no_destination op_success", words);
        Assert.Equal(10_000 * Lumen, _stage.Balance("bob"));
        Assert.Equal(10_000 * Lumen - 300, _stage.Balance("alice"));
        Assert.Equal(before + 1, _stage.Network.SequenceOf(_stage.Id("alice")));
    }

    [Fact]
    public void Reserve_stays_on_the_account()
    {
        _stage.Fund("alice", "bob");

        Assert.Equal("op_underfunded", _stage.Refusal("alice", Pay("bob", Asset.Native, 9_999 * Lumen)));
        Assert.Equal("tx_success op_success", _stage.Apply("alice", Pay("bob", Asset.Native, 9_999 * Lumen - 200)));
    }

    [Fact]
    public void Account_is_created_only_once_and_not_below_two_reserves()
    {
        _stage.Fund("alice");

        Assert.Equal("op_low_reserve", _stage.Refusal("alice", Create("carol", Lumen - 1)));
        Assert.Equal("tx_success op_success", _stage.Apply("alice", Create("carol", Lumen)));
        Assert.Equal("op_already_exists", _stage.Refusal("alice", Create("carol", Lumen)));
        Assert.Equal("op_underfunded", _stage.Refusal("alice", Create("dave", 10_000 * Lumen)));
    }

    [Fact]
    public void Merge_gives_everything_and_ends_the_account()
    {
        _stage.Fund("alice", "bob");
        _stage.Network.CloseLedger();

        Assert.Equal("tx_success op_success", _stage.Apply("alice", new AccountMergeOperation(_stage.Id("bob"))));
        Assert.Equal(20_000 * Lumen - 100, _stage.Balance("bob"));
        Assert.Null(_stage.Network.SequenceOf(_stage.Id("alice")));
        Assert.Equal("tx_no_source_account", _stage.Apply("alice", Pay("bob", Asset.Native, 1)));
    }

    [Fact]
    public void Merge_that_cannot_be_made_says_why()
    {
        _stage.FundWithAsset("issuer", Lumen, "alice");
        _stage.Fund("bob");
        var far = new BumpSequenceOperation(long.MaxValue / 2);

        Assert.Equal("op_no_account", _stage.Refusal("bob", new AccountMergeOperation(_stage.Id("nobody"))));
        Assert.Equal("op_malformed", _stage.Refusal("bob", new AccountMergeOperation(_stage.Id("bob"))));
        Assert.Equal("op_has_sub_entries", _stage.Refusal("alice", new AccountMergeOperation(_stage.Id("bob"))));
        Assert.Equal("op_seq_num_too_far", _stage.Refusal("bob", far, new AccountMergeOperation(_stage.Id("alice"))));
    }

    private PaymentOperation Pay(string to, Asset asset, long amount) => new(_stage.Id(to), asset, amount);

    private CreateAccountOperation Create(string name, long amount) => new(_stage.Id(name), amount);
}

using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

public sealed class TrustTests : IDisposable
{
    private readonly Stage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Trust_line_that_cannot_be_opened_or_changed_says_why()
    {
        _stage.FundWithAsset("issuer", 5 * Lumen, "alice");
        var usd = _stage.Asset("issuer");

        Assert.Equal("op_no_issuer", Change(_stage.Asset("nobody")));
        Assert.Equal("op_invalid_limit", Change(usd, 4 * Lumen));
        Assert.Equal("op_invalid_limit", Change(usd, 0));
        Assert.Equal("op_malformed", Change(usd, -1));
        Assert.Equal("op_malformed", Change(_stage.Asset("alice")));
        Assert.Equal("op_malformed", _stage.Refusal("alice", new ChangeTrustOperation(Asset.Native)));

        string Change(CreditAsset asset, long limit = long.MaxValue) =>
            _stage.Refusal("alice", new ChangeTrustOperation(asset, limit));
    }

    [Fact]
    public void Trust_line_takes_a_reserve_and_gives_it_back()
    {
        _stage.Fund("issuer", "alice");
        var all = _stage.Balance("alice");
        _stage.Good("alice", new PaymentOperation(_stage.Id("issuer"), Asset.Native, all - Lumen - 1000));

        Assert.Equal("op_low_reserve", _stage.Refusal("alice", new ChangeTrustOperation(_stage.Asset("issuer"))));
        _stage.Good("issuer", new PaymentOperation(_stage.Id("alice"), Asset.Native, Lumen / 2));
        _stage.Good("alice", new ChangeTrustOperation(_stage.Asset("issuer")));
        _stage.Good("alice", new ChangeTrustOperation(_stage.Asset("issuer"), 0));
        Assert.Null(_stage.Network.BalanceOf(_stage.Id("alice"), _stage.Asset("issuer")));
    }

    [Fact]
    public void Asset_that_needs_authorisation_is_paid_only_to_those_who_have_it()
    {
        Require("issuer", AccountFlags.AuthorizationRequired | AccountFlags.AuthorizationRevocable);
        _stage.Fund("alice");
        var usd = _stage.Asset("issuer");
        _stage.Good("alice", new ChangeTrustOperation(usd));
        var payment = new PaymentOperation(_stage.Id("alice"), usd, Lumen);
        var back = new PaymentOperation(_stage.Id("issuer"), usd, 1);

        Assert.Equal("op_not_authorized", _stage.Refusal("issuer", payment));
        _stage.Good("issuer", Flags(set: TrustLineFlags.Authorized));
        Assert.Equal(
            "op_invalid_state",
            _stage.Refusal("issuer", Flags(set: TrustLineFlags.AuthorizedToMaintainLiabilities))
        );
        _stage.Good("issuer", payment);
        _stage.Good("issuer", Flags(clear: TrustLineFlags.Authorized));
        Assert.Equal("op_src_not_authorized", _stage.Refusal("alice", back));
        _stage.Good("issuer", new AllowTrustOperation(_stage.Id("alice"), "USD", TrustLineFlags.Authorized));
        _stage.Good("alice", back);
    }

    [Fact]
    public void Authorisation_is_revoked_only_by_an_issuer_that_may()
    {
        Require("issuer", AccountFlags.AuthorizationRequired);
        _stage.Fund("alice");
        _stage.Good("alice", new ChangeTrustOperation(_stage.Asset("issuer")));
        _stage.Good("issuer", Flags(set: TrustLineFlags.Authorized));

        Assert.Equal("op_cant_revoke", _stage.Refusal("issuer", Flags(clear: TrustLineFlags.Authorized)));
        Assert.Equal(
            "op_no_trust",
            _stage.Refusal("issuer", new AllowTrustOperation(_stage.Id("bob"), "USD", TrustLineFlags.Authorized))
        );
    }

    [Fact]
    public void Clawback_takes_back_only_what_was_held_under_it()
    {
        Require("issuer", AccountFlags.AuthorizationRevocable | AccountFlags.ClawbackEnabled);
        _stage.FundWithAsset("free issuer", Lumen, "alice");
        _stage.Good("alice", new ChangeTrustOperation(_stage.Asset("issuer")));
        _stage.Good("issuer", new PaymentOperation(_stage.Id("alice"), _stage.Asset("issuer"), 5 * Lumen));

        Assert.Equal("op_not_clawback_enabled", Clawback("free issuer", 1));
        Assert.Equal("op_underfunded", Clawback("issuer", 6 * Lumen));
        _stage.Good("issuer", new ClawbackOperation(_stage.Asset("issuer"), _stage.Id("alice"), 2 * Lumen));
        Assert.Equal(3 * Lumen, _stage.Balance("alice", _stage.Asset("issuer")));

        string Clawback(string issuer, long amount) =>
            _stage.Refusal(issuer, new ClawbackOperation(_stage.Asset(issuer), _stage.Id("alice"), amount));
    }

    [Fact]
    public void Account_options_that_cannot_be_set_say_why()
    {
        _stage.Fund("alice");

        Assert.Equal("op_auth_revocable_required", Set(new() { SetFlags = AccountFlags.ClawbackEnabled }));
        Assert.Equal(
            "op_bad_flags",
            Set(
                new() { SetFlags = AccountFlags.AuthorizationRequired, ClearFlags = AccountFlags.AuthorizationRequired }
            )
        );
        Assert.Equal("op_threshold_out_of_range", Set(new() { HighThreshold = 256 }));
        Assert.Equal("op_bad_signer", Set(new() { Signer = new Signer(new Ed25519SignerKey(_stage.Id("alice")), 1) }));
        Assert.Equal("op_invalid_inflation", Set(new() { InflationDestination = _stage.Id("nobody") }));
        Assert.Equal("op_invalid_home_domain", Set(new() { HomeDomain = ByteString.FromUtf8("\u0007") }));
        _stage.Good("alice", new SetOptionsOperation { SetFlags = AccountFlags.AuthorizationImmutable });
        Assert.Equal("op_cant_change", Set(new() { SetFlags = AccountFlags.AuthorizationRequired }));
        Assert.Equal("op_immutable_set", _stage.Refusal("alice", new AccountMergeOperation(_stage.Network.Friendbot)));

        string Set(SetOptionsOperation options) => _stage.Refusal("alice", options);
    }

    [Fact]
    public void Data_entries_are_set_changed_and_removed()
    {
        _stage.Fund("alice");
        var name = ByteString.FromUtf8("key");

        Assert.Equal("op_data_name_not_found", _stage.Refusal("alice", new ManageDataOperation(name, null)));
        Assert.Equal(
            "op_data_invalid_name",
            _stage.Refusal("alice", new ManageDataOperation(ByteString.FromUtf8(""), name))
        );
        _stage.Good("alice", new ManageDataOperation(name, ByteString.FromUtf8("1")));
        _stage.Good("alice", new ManageDataOperation(name, ByteString.FromUtf8("2")));
        _stage.Good("alice", new ManageDataOperation(name, null));
    }

    private void Require(string issuer, AccountFlags flags)
    {
        _stage.Fund(issuer);
        _stage.Good(issuer, new SetOptionsOperation { SetFlags = flags });
    }

    private SetTrustLineFlagsOperation Flags(
        TrustLineFlags clear = TrustLineFlags.None,
        TrustLineFlags set = TrustLineFlags.None
    ) => new(_stage.Id("alice"), _stage.Asset("issuer"), clear, set);
}

using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

public sealed class ClaimableBalanceTests : IDisposable
{
    private readonly Stage _stage = new();

    public ClaimableBalanceTests() => _stage.Fund("alice", "bob", "carol");

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Balance_is_set_aside_and_claimed_once()
    {
        var id = Create(ClaimPredicate.Always);

        Assert.Equal(9_990 * Lumen - 100, _stage.Balance("alice"));
        Assert.Equal("op_cannot_claim", _stage.Refusal("carol", new ClaimClaimableBalanceOperation(id)));
        Assert.Equal("tx_success op_success", _stage.Apply("bob", new ClaimClaimableBalanceOperation(id)));
        Assert.Equal("op_does_not_exist", _stage.Refusal("bob", new ClaimClaimableBalanceOperation(id)));
        Assert.Equal(10_010 * Lumen - 200, _stage.Balance("bob"));
    }

    [Fact]
    public void Claim_holds_to_its_predicate_by_close_time()
    {
        var until = _stage.Time.GetUtcNow().ToUnixTimeSeconds() + 60;
        var early = Create(new ClaimBeforeAbsoluteTime(until));
        var relative = Create(new ClaimBeforeRelativeTime(60));
        var late = Create(new ClaimNot(new ClaimBeforeAbsoluteTime(until)));
        var never = Create(new ClaimAnd(new ClaimBeforeAbsoluteTime(until), new ClaimNot(ClaimPredicate.Always)));
        var either = Create(new ClaimOr(new ClaimNot(ClaimPredicate.Always), ClaimPredicate.Always));

        Assert.Equal("op_cannot_claim", _stage.Refusal("bob", new ClaimClaimableBalanceOperation(late)));
        Assert.Equal("op_cannot_claim", _stage.Refusal("bob", new ClaimClaimableBalanceOperation(never)));
        _stage.Good("bob", new ClaimClaimableBalanceOperation(either));
        _stage.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("op_cannot_claim", _stage.Refusal("bob", new ClaimClaimableBalanceOperation(early)));
        Assert.Equal("op_cannot_claim", _stage.Refusal("bob", new ClaimClaimableBalanceOperation(relative)));
        _stage.Good("bob", new ClaimClaimableBalanceOperation(late));
    }

    [Fact]
    public void Balance_of_an_asset_needs_a_trust_line_to_be_claimed()
    {
        _stage.FundWithAsset("issuer", 10 * Lumen, "dave");
        var create = new CreateClaimableBalanceOperation(
            _stage.Asset("issuer"),
            10 * Lumen,
            [new Claimant(_stage.Id("bob"), ClaimPredicate.Always)]
        );
        var id = IdOf("dave");

        Assert.Equal("op_no_trust", _stage.Refusal("alice", create));
        id = IdOf("dave");
        _stage.Good("dave", create);
        Assert.Equal("op_underfunded", _stage.Refusal("dave", create));
        Assert.Equal("op_no_trust", _stage.Refusal("bob", new ClaimClaimableBalanceOperation(id)));
        _stage.Good("bob", new ChangeTrustOperation(_stage.Asset("issuer")));
        _stage.Good("bob", new ClaimClaimableBalanceOperation(id));
        Assert.Equal(10 * Lumen, _stage.Balance("bob", _stage.Asset("issuer")));
    }

    [Fact]
    public void Maker_keeps_a_reserve_for_each_claimant_until_it_is_claimed()
    {
        var two = new CreateClaimableBalanceOperation(
            Asset.Native,
            Lumen,
            [
                new Claimant(_stage.Id("bob"), ClaimPredicate.Always),
                new Claimant(_stage.Id("carol"), ClaimPredicate.Always),
            ]
        );
        var id = IdOf("alice");
        _stage.Good("alice", two);
        var spare = _stage.Balance("alice") - (2 * Lumen) - 100;

        Assert.Equal("op_underfunded", _stage.Refusal("alice", Give(spare + 1)));
        _stage.Good("bob", new ClaimClaimableBalanceOperation(id));
        _stage.Good("alice", Give(spare + 1));
    }

    [Fact]
    public void Malformed_balances_are_refused()
    {
        var bob = new Claimant(_stage.Id("bob"), ClaimPredicate.Always);

        Assert.Equal("op_malformed", Refused(Lumen));
        Assert.Equal("op_malformed", Refused(Lumen, bob, bob));
        Assert.Equal("op_malformed", Refused(0, bob));
        Assert.Equal("op_malformed", Refused(Lumen, bob with { Predicate = new ClaimBeforeRelativeTime(-1) }));

        string Refused(long amount, params Claimant[] claimants) =>
            _stage.Refusal("alice", new CreateClaimableBalanceOperation(Asset.Native, amount, [.. claimants]));
    }

    [Fact]
    public void Issuer_claws_back_a_balance_it_may()
    {
        _stage.Good(
            "alice",
            new SetOptionsOperation { SetFlags = AccountFlags.AuthorizationRevocable | AccountFlags.ClawbackEnabled }
        );
        var free = IdOf("carol");
        _stage.Good("carol", Balance(_stage.Asset("carol")));
        var bound = IdOf("alice");
        _stage.Good("alice", Balance(_stage.Asset("alice")));

        Assert.Equal("op_not_clawback_enabled", _stage.Refusal("carol", new ClawbackClaimableBalanceOperation(free)));
        Assert.Equal("op_no_issuer", _stage.Refusal("bob", new ClawbackClaimableBalanceOperation(bound)));
        _stage.Good("alice", new ClawbackClaimableBalanceOperation(bound));
        Assert.Equal("op_does_not_exist", _stage.Refusal("bob", new ClaimClaimableBalanceOperation(bound)));

        CreateClaimableBalanceOperation Balance(Asset asset) =>
            new(asset, Lumen, [new Claimant(_stage.Id("bob"), ClaimPredicate.Always)]);
    }

    private PaymentOperation Give(long amount) => new(_stage.Id("bob"), Asset.Native, amount);

    private ClaimableBalanceId IdOf(string source) =>
        ClaimableBalanceId.Derive(_stage.Id(source), _stage.Transaction(source).Sequence, 0);

    private ClaimableBalanceId Create(ClaimPredicate predicate)
    {
        var id = IdOf("alice");
        _stage.Good(
            "alice",
            new CreateClaimableBalanceOperation(Asset.Native, 10 * Lumen, [new Claimant(_stage.Id("bob"), predicate)])
        );
        return id;
    }
}

using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

public sealed class SponsorshipTests : IDisposable
{
    private readonly Stage _stage = new();

    public SponsorshipTests() => _stage.Fund("sponsor", "issuer");

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Account_without_lumens_lives_on_its_sponsors_reserve()
    {
        Assert.Equal(
            "tx_success op_success op_success op_success op_success",
            Apply(
                new BeginSponsoringOperation(New),
                new CreateAccountOperation(New, 0),
                new ChangeTrustOperation(_stage.Asset("issuer")) { Source = New },
                new EndSponsoringOperation { Source = New }
            )
        );

        Assert.Equal(0, _stage.Balance("new"));
        Assert.Equal(0, _stage.Balance("new", _stage.Asset("issuer")));
        // Three reserves of half a lumen are bound beside the sponsor's own two.
        var spare = _stage.Balance("sponsor") - (5 * Lumen / 2) - 100;
        Assert.Equal("op_underfunded", _stage.Refusal("sponsor", Pay("issuer", spare + 1)));
        _stage.Good("sponsor", Pay("issuer", spare - 100));
    }

    [Fact]
    public void Sponsoring_left_open_fails_the_transaction()
    {
        var words = Apply(new BeginSponsoringOperation(New), new CreateAccountOperation(New, Lumen));

        Assert.Equal("tx_bad_sponsorship", words);
        Assert.Null(_stage.Network.SequenceOf(New));
    }

    [Fact]
    public void Sponsoring_that_cannot_be_begun_or_ended_says_why()
    {
        Assert.Equal("op_not_sponsored", _stage.Refusal("sponsor", new EndSponsoringOperation()));
        Assert.Equal("op_malformed", _stage.Refusal("sponsor", new BeginSponsoringOperation(_stage.Id("sponsor"))));
        Assert.Equal(
            "tx_failed op_success op_already_sponsored op_success",
            Apply(
                new BeginSponsoringOperation(New),
                new BeginSponsoringOperation(New),
                new CreateAccountOperation(New, 0)
            )
        );
    }

    [Fact]
    public void Sponsor_without_lumens_cannot_sponsor()
    {
        _stage.Good("sponsor", Pay("issuer", _stage.Balance("sponsor") - Lumen - 2000));

        Assert.Equal(
            "tx_failed op_success op_low_reserve op_no_source_account",
            Apply(
                new BeginSponsoringOperation(New),
                new CreateAccountOperation(New, 0),
                new EndSponsoringOperation { Source = New }
            )
        );
    }

    [Fact]
    public void Revoked_sponsorship_falls_back_on_the_owner_who_must_afford_it()
    {
        Apply(
            new BeginSponsoringOperation(New),
            new CreateAccountOperation(New, 0),
            new EndSponsoringOperation { Source = New }
        );
        var revoke = new RevokeSponsorshipOperation(new SponsoredAccount(New));

        Assert.Equal("op_low_reserve", _stage.Refusal("sponsor", revoke));
        Assert.Equal("op_not_sponsor", _stage.Refusal("issuer", revoke));
        _stage.Good("issuer", Pay("new", Lumen));
        _stage.Good("sponsor", revoke);
        _stage.Good("sponsor", Pay("issuer", _stage.Balance("sponsor") - Lumen - 100));
    }

    [Fact]
    public void Sponsored_balance_passes_to_another_sponsor_only()
    {
        _stage.Fund("other");
        var id = ClaimableBalanceId.Derive(_stage.Id("sponsor"), _stage.Transaction("sponsor").Sequence, 0);
        _stage.Good(
            "sponsor",
            new CreateClaimableBalanceOperation(
                Asset.Native,
                Lumen,
                [new Claimant(_stage.Id("issuer"), ClaimPredicate.Always)]
            )
        );
        var revoke = new RevokeSponsorshipOperation(new SponsoredClaimableBalance(id));

        Assert.Equal("op_only_transferable", _stage.Refusal("sponsor", revoke));
        var passed = _stage.Transaction(
            "sponsor",
            new BeginSponsoringOperation(_stage.Id("sponsor")) { Source = _stage.Id("other") },
            revoke,
            new EndSponsoringOperation()
        );
        Assert.Equal(
            "tx_success op_success op_success op_success",
            _stage.Apply(_stage.Sign(passed, "sponsor", "other"))
        );
        _stage.Good("sponsor", Pay("issuer", _stage.Balance("sponsor") - Lumen - 100));
    }

    private AccountId New => _stage.Id("new");

    private PaymentOperation Pay(string to, long amount) => new(_stage.Id(to), Asset.Native, amount);

    private string Apply(params Operation[] operations)
    {
        var transaction = _stage.Transaction("sponsor", operations);
        string[] signers = Array.Exists(operations, o => o.Source is not null) ? ["sponsor", "new"] : ["sponsor"];
        return _stage.Apply(_stage.Sign(transaction, signers));
    }
}

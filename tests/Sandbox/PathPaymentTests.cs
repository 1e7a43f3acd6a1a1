using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

/// <summary>The rate table says: one USD is four lumens, one EUR is five.</summary>
public sealed class PathPaymentTests : IDisposable
{
    private readonly Stage _stage = new();

    public PathPaymentTests()
    {
        _stage.FundWithAsset("issuer", 100 * Lumen, "alice", "bob");
        _stage.Good("bob", new ChangeTrustOperation(Eur));
    }

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Strict_receive_delivers_exactly_and_takes_what_it_costs()
    {
        var payment = new PathPaymentStrictReceiveOperation(Usd, 13 * Lumen, _stage.Id("bob"), Eur, 10 * Lumen, []);

        var envelope = _stage.Envelope("alice", payment);
        Assert.Equal("tx_success op_success", _stage.Apply(envelope));

        Assert.Equal(10 * Lumen, _stage.Balance("bob", Eur));
        Assert.Equal(100 * Lumen - (125 * Lumen / 10), _stage.Balance("alice", Usd));
        var result = _stage.Network.FindTransaction(envelope.Hash(_stage.Network.Network))!.Result;
        var outcome = Assert.IsType<PathPaymentOutcome>(Assert.Single(result.Operations).Outcome);
        Assert.Equal(125 * Lumen / 10, outcome.SourceAmount);
    }

    [Fact]
    public void Strict_send_spends_exactly_over_every_hop()
    {
        var payment = new PathPaymentStrictSendOperation(
            Usd,
            10 * Lumen,
            _stage.Id("bob"),
            Eur,
            8 * Lumen,
            [Asset.Native]
        );

        _stage.Good("alice", payment);

        Assert.Equal(8 * Lumen, _stage.Balance("bob", Eur));
        Assert.Equal(90 * Lumen, _stage.Balance("alice", Usd));
    }

    [Fact]
    public void Path_payment_of_one_asset_is_a_payment()
    {
        _stage.Good("alice", new PathPaymentStrictSendOperation(Usd, Lumen, _stage.Id("bob"), Usd, Lumen, []));

        Assert.Equal(101 * Lumen, _stage.Balance("bob", Usd));
    }

    [Fact]
    public void Path_payment_that_cannot_be_made_says_why()
    {
        var unrated = _stage.Asset("issuer", "RARE");
        var bob = _stage.Id("bob");

        Assert.Equal(
            "op_over_source_max",
            Refused(new PathPaymentStrictReceiveOperation(Usd, 12 * Lumen, bob, Eur, 10 * Lumen, []))
        );
        Assert.Equal(
            "op_under_dest_min",
            Refused(new PathPaymentStrictSendOperation(Usd, 10 * Lumen, bob, Eur, 9 * Lumen, []))
        );
        Assert.Equal(
            "op_too_few_offers",
            Refused(new PathPaymentStrictSendOperation(Usd, Lumen, bob, Eur, 1, [unrated]))
        );
        Assert.Equal(
            "op_no_trust",
            Refused(new PathPaymentStrictSendOperation(Usd, Lumen, _stage.Id("issuer 2"), Usd, 1, []))
        );
        Assert.Equal("op_malformed", Refused(new PathPaymentStrictSendOperation(Usd, 0, bob, Eur, 1, [])));
        Assert.Equal("op_underfunded", Refused(new PathPaymentStrictSendOperation(Usd, 101 * Lumen, bob, Eur, 1, [])));

        string Refused(Operation operation)
        {
            _stage.Network.Fund(_stage.Id("issuer 2"));
            return _stage.Refusal("alice", operation);
        }
    }

    [Fact]
    public void Lumens_come_from_and_go_to_the_market()
    {
        _stage.Good(
            "alice",
            new PathPaymentStrictSendOperation(Usd, 10 * Lumen, _stage.Id("bob"), Asset.Native, 40 * Lumen, [])
        );
        _stage.Good(
            "bob",
            new PathPaymentStrictSendOperation(Asset.Native, 40 * Lumen, _stage.Id("alice"), Usd, 10 * Lumen, [])
        );

        Assert.Equal(100 * Lumen, _stage.Balance("alice", Usd));
    }

    private CreditAsset Usd => _stage.Asset("issuer");

    private CreditAsset Eur => _stage.Asset("issuer", "EUR");
}

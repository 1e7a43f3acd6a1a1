using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

public sealed class FeeBumpTests : IDisposable
{
    private readonly Stage _stage = new();

    public FeeBumpTests() => _stage.Fund("alice", "bob", "payer");

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Fee_source_pays_and_the_inner_sequence_is_consumed()
    {
        var inner = Inner();
        var bump = Bump(inner, 400);
        var sequence = _stage.Network.SequenceOf(_stage.Id("alice"));

        Assert.Equal("tx_fee_bump_inner_success tx_success op_success", _stage.Apply(bump));

        Assert.Equal(10_000 * Lumen - 200, _stage.Balance("payer"));
        Assert.Equal(9_999 * Lumen, _stage.Balance("alice"));
        Assert.Equal(sequence + 1, _stage.Network.SequenceOf(_stage.Id("alice")));
        var network = _stage.Network.Network;
        Assert.Equal(bump.Hash(network), _stage.Network.FindTransaction(inner.Hash(network))!.Hash);
    }

    [Fact]
    public void Bump_below_the_inner_rate_or_the_least_fee_is_refused()
    {
        Assert.Equal("tx_insufficient_fee", _stage.Apply(Bump(Inner(), 199)));
        Assert.Equal("tx_insufficient_fee", _stage.Apply(Bump(Inner(1000), 1999)));
        Assert.Equal("tx_fee_bump_inner_success tx_success op_success", _stage.Apply(Bump(Inner(1000), 2000)));
    }

    [Fact]
    public void Inner_transaction_may_bid_too_little_for_itself() =>
        Assert.Equal("tx_fee_bump_inner_success tx_success op_success", _stage.Apply(Bump(Inner(0), 200)));

    [Fact]
    public void Inner_refusal_is_reported_inside_the_bumps()
    {
        var stale = _stage.Sign(_stage.Transaction("alice", Pay) with { Sequence = 1 }, "alice");

        Assert.Equal("tx_fee_bump_inner_failed tx_bad_seq", _stage.Apply(Bump(stale, 400)));
    }

    [Fact]
    public void Failed_inner_operations_still_cost_the_fee_source()
    {
        var inner = _stage.Envelope("alice", new PaymentOperation(_stage.Id("nobody"), Asset.Native, 1));

        Assert.Equal(
            "tx_fee_bump_inner_failed tx_failed op_no_destination",
            _stage.Apply(Bump((SimpleEnvelope)inner, 400))
        );
        Assert.Equal(10_000 * Lumen - 200, _stage.Balance("payer"));
    }

    [Fact]
    public void Bump_without_its_payers_signature_is_refused()
    {
        var bump = Inner().BumpFee(_stage.Id("payer"), 400).Sign(_stage.Network.Network, _stage.Key("alice"));

        Assert.Equal("tx_bad_auth", _stage.Apply(bump));
    }

    [Fact]
    public void Waiting_transaction_is_replaced_at_ten_times_its_rate()
    {
        var inner = Inner();
        Assert.Equal(SubmissionStatus.Pending, _stage.Network.Submit(inner).Status);

        Assert.Equal(SubmissionStatus.Error, _stage.Network.Submit(Bump(inner, 1999)).Status);
        Assert.Equal(SubmissionStatus.Pending, _stage.Network.Submit(Bump(inner, 2000)).Status);
        Assert.Equal(1, _stage.Network.Waiting);
        _stage.Network.CloseLedger();
        Assert.Equal(9_999 * Lumen, _stage.Balance("alice"));
    }

    private PaymentOperation Pay => new(_stage.Id("bob"), Asset.Native, Lumen);

    private SimpleEnvelope Inner(uint fee = 100) =>
        _stage.Sign(_stage.Transaction("alice", Pay) with { Fee = fee }, "alice");

    private FeeBumpEnvelope Bump(SimpleEnvelope inner, long fee) =>
        inner.BumpFee(_stage.Id("payer"), fee).Sign(_stage.Network.Network, _stage.Key("payer"));
}

using System.Security.Cryptography;
using Anchor.Stellar;
using static Anchor.Sandbox.Tests.Stage;

namespace Anchor.Sandbox.Tests;

public sealed class TransactionRuleTests : IDisposable
{
    private readonly Stage _stage = new();

    public TransactionRuleTests() => _stage.Fund("alice", "bob", "carol");

    public void Dispose() => _stage.Dispose();

    private PaymentOperation Pay => new(_stage.Id("bob"), Asset.Native, Lumen);

    [Fact]
    public void Fee_below_a_hundred_stroops_an_operation_is_refused()
    {
        var transaction = _stage.Transaction("alice", Pay, Pay) with { Fee = 199 };

        Assert.Equal("tx_insufficient_fee", _stage.Apply(_stage.Sign(transaction, "alice")));
    }

    [Fact]
    public void Fee_above_the_least_is_charged_only_as_far_as_needed()
    {
        var transaction = _stage.Transaction("alice", Pay) with { Fee = 5000 };

        Assert.Equal("tx_success op_success", _stage.Apply(_stage.Sign(transaction, "alice")));
        Assert.Equal(9_999 * Lumen - 100, _stage.Balance("alice"));
    }

    [Fact]
    public void Unknown_source_is_refused() => Assert.Equal("tx_no_source_account", _stage.Apply("nobody", Pay));

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    public void Sequence_other_than_the_next_is_refused(long offset)
    {
        var last = _stage.Network.SequenceOf(_stage.Id("alice"))!.Value;
        var transaction = _stage.Transaction("alice", Pay) with { Sequence = last + offset };

        Assert.Equal("tx_bad_seq", _stage.Apply(_stage.Sign(transaction, "alice")));
    }

    [Fact]
    public void Time_bounds_hold_against_the_close_time()
    {
        var now = (ulong)_stage.Time.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal("tx_too_early", Within(now + 1, 0));
        Assert.Equal("tx_too_late", Within(0, now - 1));
        Assert.Equal("tx_success op_success", Within(now, now));

        string Within(ulong min, ulong max) =>
            _stage.Apply(
                _stage.Sign(
                    _stage.Transaction("alice", Pay) with
                    {
                        Preconditions = Preconditions.Within(new TimeBounds(min, max)),
                    },
                    "alice"
                )
            );
    }

    [Fact]
    public void Transaction_that_expires_while_it_waits_leaves_no_trace()
    {
        var envelope = _stage.Sign(
            _stage.Transaction("alice", Pay) with
            {
                Preconditions = Preconditions.Until(_stage.Time.GetUtcNow()),
            },
            "alice"
        );

        Assert.Equal(SubmissionStatus.Pending, _stage.Network.Submit(envelope).Status);
        _stage.Time.Advance(TimeSpan.FromSeconds(1));
        _stage.Network.CloseLedger();

        Assert.Null(_stage.Network.FindTransaction(envelope.Hash(_stage.Network.Network)));
        Assert.Equal(10_000 * Lumen, _stage.Balance("alice"));
        Assert.Equal(0, _stage.Network.Waiting);
    }

    [Fact]
    public void Ledger_bounds_and_minimum_sequence_age_and_gap_hold()
    {
        var next = _stage.Network.LatestLedger + 1;

        Assert.Equal("tx_too_early", With(p => p with { LedgerBounds = new LedgerBounds(next + 1, 0) }));
        Assert.Equal("tx_too_late", With(p => p with { LedgerBounds = new LedgerBounds(0, next) }));
        Assert.Equal("tx_success op_success", With(p => p with { LedgerBounds = new LedgerBounds(next, next + 1) }));
        Assert.Equal("tx_bad_minseq_age_or_gap", With(p => p with { MinSequenceAge = 60 }));
        Assert.Equal("tx_bad_minseq_age_or_gap", With(p => p with { MinSequenceLedgerGap = 10 }));
        _stage.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("tx_success op_success", With(p => p with { MinSequenceAge = 60 }));

        string With(Func<Preconditions, Preconditions> change) =>
            _stage.Apply(
                _stage.Sign(
                    _stage.Transaction("alice", Pay) with
                    {
                        Preconditions = change(new Preconditions { Form = PreconditionForm.General }),
                    },
                    "alice"
                )
            );
    }

    [Fact]
    public void Missing_foreign_and_superfluous_signatures_are_refused()
    {
        Assert.Equal("tx_bad_auth", _stage.Apply(_stage.Sign(_stage.Transaction("alice", Pay))));
        Assert.Equal("tx_bad_auth", _stage.Apply(_stage.Sign(_stage.Transaction("alice", Pay), "bob")));
        Assert.Equal("tx_bad_auth_extra", _stage.Apply(_stage.Sign(_stage.Transaction("alice", Pay), "alice", "bob")));
        Assert.Equal(
            "tx_bad_auth_extra",
            _stage.Apply(_stage.Sign(_stage.Transaction("alice", Pay), "alice", "alice"))
        );
    }

    [Fact]
    public void Operation_of_another_account_needs_that_accounts_signature()
    {
        var payment = Pay with { Source = _stage.Id("carol") };

        Assert.Equal("tx_failed op_bad_auth", _stage.Apply("alice", payment));
        Assert.Equal(
            "tx_success op_success",
            _stage.Apply(_stage.Sign(_stage.Transaction("alice", payment), "alice", "carol"))
        );
        Assert.Equal(9_999 * Lumen, _stage.Balance("carol"));
    }

    [Fact]
    public void Weights_add_up_to_the_threshold_of_the_operations_class()
    {
        _stage.Good(
            "alice",
            new SetOptionsOperation
            {
                LowThreshold = 1,
                MediumThreshold = 2,
                HighThreshold = 3,
                Signer = new Signer(new Ed25519SignerKey(_stage.Id("second")), 1),
            }
        );

        Assert.Equal("tx_success op_success", Apply(new BumpSequenceOperation(0), "alice"));
        Assert.Equal("tx_failed op_bad_auth", Apply(Pay, "alice"));
        Assert.Equal("tx_success op_success", Apply(Pay, "alice", "second"));
        Assert.Equal("tx_failed op_bad_auth", Apply(new SetOptionsOperation { MasterWeight = 0 }, "alice", "second"));
        Assert.Equal(
            "tx_success op_success",
            Apply(new SetOptionsOperation { HomeDomain = ByteString.FromUtf8("a.example") }, "alice", "second")
        );

        string Apply(Operation operation, params string[] signers) =>
            _stage.Apply(_stage.Sign(_stage.Transaction("alice", operation), signers));
    }

    [Fact]
    public void Master_key_of_weight_zero_signs_nothing()
    {
        _stage.Good(
            "alice",
            new SetOptionsOperation
            {
                MasterWeight = 0,
                Signer = new Signer(new Ed25519SignerKey(_stage.Id("second")), 1),
            }
        );

        Assert.Equal("tx_bad_auth", _stage.Apply("alice", Pay));
        Assert.Equal("tx_success op_success", _stage.Apply(_stage.Sign(_stage.Transaction("alice", Pay), "second")));
    }

    [Fact]
    public void Preimage_signs_for_its_hash()
    {
        var preimage = "open sesame"u8.ToArray();
        var key = new HashXSignerKey(new Hash256(SHA256.HashData(preimage)));
        _stage.Good("alice", new SetOptionsOperation { Signer = new Signer(key, 1) });
        var signature = new DecoratedSignature(key.Hash.Hint, new ByteString(preimage));

        Assert.Equal(
            "tx_success op_success",
            _stage.Apply(new SimpleEnvelope(_stage.Transaction("alice", Pay), [signature]))
        );
    }

    [Fact]
    public void Transaction_authorised_in_advance_needs_no_signature_and_uses_its_signer_up()
    {
        var transaction = _stage.Transaction("alice", Pay);
        transaction = transaction with { Sequence = transaction.Sequence + 1 };
        var key = new PreAuthSignerKey(transaction.Hash(_stage.Network.Network));
        _stage.Good("alice", new SetOptionsOperation { Signer = new Signer(key, 1) });
        var before = _stage.Balance("alice");

        Assert.Equal("tx_success op_success", _stage.Apply(new SimpleEnvelope(transaction, [])));
        // The signer's reserve is free again: all but the account's own lumen can go.
        _stage.Good("alice", Pay with { Amount = before - (2 * Lumen) - 200 });
    }

    [Fact]
    public void Extra_signer_of_the_preconditions_must_sign_too()
    {
        var transaction = _stage.Transaction("alice", Pay) with
        {
            Preconditions = new Preconditions
            {
                Form = PreconditionForm.General,
                ExtraSigners = [new Ed25519SignerKey(_stage.Id("carol"))],
            },
        };

        Assert.Equal("tx_bad_auth", _stage.Apply(_stage.Sign(transaction, "alice")));
        Assert.Equal("tx_success op_success", _stage.Apply(_stage.Sign(transaction, "alice", "carol")));
    }

    [Fact]
    public void Fee_that_the_source_cannot_pay_is_refused()
    {
        _stage.Good("alice", Pay with { Amount = 9_999 * Lumen - 150 });

        Assert.Equal("tx_insufficient_balance", _stage.Apply("alice", Pay));
    }

    [Fact]
    public void Offers_are_refused_as_not_supported()
    {
        var offer = new ManageSellOfferOperation(Asset.Native, _stage.Asset("bob"), Lumen, new Price(1, 1), 0);

        Assert.Equal("tx_failed op_not_supported", _stage.Apply("alice", offer));
        Assert.Equal(10_000 * Lumen, _stage.Balance("alice"));
    }

    [Fact]
    public void Account_has_one_transaction_waiting_at_a_time()
    {
        var first = _stage.Envelope("alice", Pay);
        var second = _stage.Sign(_stage.Transaction("alice", Pay) with { Memo = Memo.Id(2) }, "alice");

        Assert.Equal(SubmissionStatus.Pending, _stage.Network.Submit(first).Status);
        Assert.Equal(SubmissionStatus.Duplicate, _stage.Network.Submit(first).Status);
        Assert.Equal(SubmissionStatus.TryAgainLater, _stage.Network.Submit(second).Status);
        _stage.Network.CloseLedger();
        Assert.Equal("tx_bad_seq", _stage.Apply(second));
    }

    [Fact]
    public void Transaction_without_operations_is_refused() =>
        Assert.Equal("tx_missing_operation", _stage.Apply("alice"));
}

using Anchor.Domain.Transactions;
using Anchor.Sandbox.Bank;
using Anchor.Silo.Drill;
using Anchor.Silo.Wallet;
using Anchor.Stellar;

namespace Anchor.EndToEnd.Tests.Drill;

/// <summary>An audit that finds nothing is worth what it would have found.</summary>
public sealed class DrillAuditTests
{
    private static readonly AccountId Distribution = Account(1);
    private static readonly AccountId User = Account(2);
    private readonly DrillJob _deposit = Job(1, TransactionKind.Deposit, "d");
    private readonly DrillJob _withdrawal = Job(2, TransactionKind.Withdrawal, "w");

    [Fact]
    public void Books_that_agree_give_no_line() => Assert.Empty(DrillAudit.Check(Good()));

    [Fact]
    public void A_deposit_paid_twice_is_found()
    {
        var good = Good();
        var twice = good with { Payments = good.Payments.Add(good.Payments[1] with { Hash = "again" }) };

        Assert.Contains(
            DrillAudit.Check(twice),
            line => line.Contains("paid on the ledger 2 times", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_deposit_never_paid_is_found()
    {
        var good = Good();

        Assert.Contains(
            DrillAudit.Check(good with { Payments = good.Payments.RemoveAt(1) }),
            line => line.Contains("paid on the ledger 0 times", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_payment_that_is_a_stroop_off_is_found()
    {
        var good = Good();
        var off = good.Payments[1] with { Amount = good.Payments[1].Amount + 1 };
        var lines = DrillAudit.Check(good with { Payments = good.Payments.SetItem(1, off) });

        Assert.Contains(lines, line => line.Contains("belongs to no deposit", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("paid on the ledger 0 times", StringComparison.Ordinal));
    }

    [Fact]
    public void A_payment_to_somebody_else_is_found()
    {
        var good = Good();
        var wrong = good.Payments[1] with { To = Account(3) };

        Assert.NotEmpty(DrillAudit.Check(good with { Payments = good.Payments.SetItem(1, wrong) }));
    }

    [Fact]
    public void A_withdrawal_with_two_effects_at_the_bank_is_found()
    {
        var good = Good();
        var twice = good.BankOutgoing[0] with { Effects = 2 };

        Assert.Contains(
            DrillAudit.Check(good with { BankOutgoing = [twice] }),
            line => line.Contains("paid out by the bank 2 times", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_second_transfer_under_another_key_is_found()
    {
        var good = Good();
        var other = good.BankOutgoing[0] with { Key = "w/out/2" };

        Assert.Contains(
            DrillAudit.Check(good with { BankOutgoing = good.BankOutgoing.Add(other) }),
            line => line.Contains("paid out by the bank 2 times", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_transfer_for_nobody_is_found()
    {
        var good = Good();
        var stray = good.BankOutgoing[0] with { TransactionId = "x" };

        Assert.Contains(
            DrillAudit.Check(good with { BankOutgoing = good.BankOutgoing.Add(stray) }),
            line => line.Contains("which is no withdrawal", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void An_incoming_payment_without_a_withdrawal_is_found()
    {
        var good = Good();
        var stray = new LedgerPayment("stray", User, Distribution, 5);

        Assert.Contains(
            DrillAudit.Check(good with { Payments = good.Payments.Add(stray) }),
            line => line.Contains("belongs to no withdrawal", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_transaction_that_is_not_completed_is_found()
    {
        var good = Good();
        var stuck = new Dictionary<string, WalletTransaction>(good.Final)
        {
            ["d"] = good.Final["d"] with { Status = "pending_anchor" },
        };

        Assert.Contains(
            DrillAudit.Check(good with { Final = stuck }),
            line => line.Contains("is not completed but pending_anchor", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Another_hash_than_the_ledgers_is_found()
    {
        var good = Good();
        var wrong = new Dictionary<string, WalletTransaction>(good.Final)
        {
            ["d"] = good.Final["d"] with { StellarTransactionId = "other" },
        };

        Assert.Contains(
            DrillAudit.Check(good with { Final = wrong }),
            line => line.Contains("names ledger transaction other", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_sum_that_is_a_stroop_off_is_found()
    {
        var good = Good();

        Assert.Contains(
            "should hold",
            Assert.Single(DrillAudit.Check(good with { Held = good.Held - 1 })),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_lost_try_whose_pages_were_never_finished_is_nobodys_loss()
    {
        var good = Good();
        _deposit.Begin("lost");
        var final = new Dictionary<string, WalletTransaction>(good.Final)
        {
            ["lost"] = new() { Id = "lost", Status = "incomplete" },
        };

        Assert.Empty(DrillAudit.Check(good with { Final = final }));
    }

    [Theory]
    [InlineData("in-1")]
    [InlineData("stray-1")]
    public void An_incoming_payment_that_is_forgotten_or_booked_twice_is_found(string hash)
    {
        var good = Good();
        var row = good.Incoming.Single(booked => booked.Hash == hash);

        Assert.Single(DrillAudit.Check(good with { Incoming = good.Incoming.Remove(row) }));
        Assert.Single(DrillAudit.Check(good with { Incoming = good.Incoming.Add(row) }));
        Assert.Single(DrillAudit.Check(good with { Incoming = good.Incoming.Replace(row, (hash, "received")) }));
    }

    private DrillEvidence Good()
    {
        var (paid, sent) = (_deposit.Submitted!.Amount, _withdrawal.Submitted!.Amount);
        return new DrillEvidence(
            [_deposit, _withdrawal],
            new Dictionary<string, WalletTransaction>
            {
                ["d"] = Completed("d", paid, "out-1"),
                ["w"] = Completed("w", sent, "in-1"),
            },
            [new StrayPayment("stray-1", 77, "unmatched")],
            [("in-1", "matched"), ("stray-1", "unmatched")],
            [
                new LedgerPayment("stray-1", User, Distribution, 77),
                new LedgerPayment("out-1", Distribution, User, DrillAudit.AmountOut(paid)),
                new LedgerPayment("in-1", User, Distribution, sent),
            ],
            [
                new OutgoingTransfer
                {
                    Key = "w/out",
                    TransactionId = "w",
                    Amount = Stroops.Format(DrillAudit.AmountOut(sent)),
                    Status = TransferStatus.Settled,
                    Reference = "r",
                    BookedAt = DateTimeOffset.UnixEpoch,
                    SettlesAt = DateTimeOffset.UnixEpoch,
                    Effects = 1,
                },
            ],
            Distribution,
            [User],
            Issued: 1_000_000_000,
            Held: 1_000_000_000 - DrillAudit.AmountOut(paid) + sent + 77
        );
    }

    private static DrillJob Job(int number, TransactionKind kind, string id)
    {
        var job = new DrillJob(new DrillOrder(number, kind, User: 0, Amount: number * 100_000_007, AfterKills: 0));
        job.Submit(job.Begin(id));
        job.PaymentHash = kind == TransactionKind.Withdrawal ? "in-1" : null;
        return job;
    }

    private static WalletTransaction Completed(string id, long amount, string hash) =>
        new()
        {
            Id = id,
            Status = "completed",
            AmountIn = Stroops.Format(amount),
            AmountOut = Stroops.Format(DrillAudit.AmountOut(amount)),
            StellarTransactionId = hash,
        };

    private static AccountId Account(byte seed)
    {
        var bytes = new byte[32];
        bytes[0] = seed;
        using var key = KeyPair.FromSeed(bytes);
        return key.Account;
    }
}

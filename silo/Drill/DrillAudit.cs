using System.Collections.Immutable;
using Anchor.Domain.Transactions;
using Anchor.Sandbox.Bank;
using Anchor.Silo.Wallet;
using Anchor.Stellar;

namespace Anchor.Silo.Drill;

/// <summary>A payment of the drill's asset that stands on the ledger. Amount in stroops.</summary>
internal sealed record LedgerPayment(string Hash, AccountId From, AccountId To, long Amount);

/// <summary>What the audit knows, all of it from outside the server but for what the server told its wallets.</summary>
/// <param name="Final">Each transaction that was ever started, as the anchor shows it at the end.</param>
/// <param name="Incoming">The anchor's own rows of what came in: the ledger transaction's hash, and how it stands.</param>
/// <param name="Payments">Every payment of the asset between the distribution account and others, after the issuing.</param>
/// <param name="Issued">What the distribution account held at the beginning, in stroops.</param>
/// <param name="Held">What it holds at the end.</param>
internal sealed record DrillEvidence(
    ImmutableArray<DrillJob> Jobs,
    IReadOnlyDictionary<string, WalletTransaction> Final,
    ImmutableArray<StrayPayment> Strays,
    ImmutableArray<(string Hash, string Status)> Incoming,
    ImmutableArray<LedgerPayment> Payments,
    ImmutableArray<OutgoingTransfer> BankOutgoing,
    AccountId Distribution,
    IReadOnlyList<AccountId> Users,
    long Issued,
    long Held
);

/// <summary>Holds the ledger, the bank's book and the anchor's word against each other. Every line is a violated rule.</summary>
internal static class DrillAudit
{
    // The fee of the drill's asset, counted here once more: half a unit and one percent, cut to the stroop.
    private const long FeeFixed = Stroops.PerUnit / 2;

    public static long AmountOut(long amountIn) => amountIn - FeeFixed - (amountIn / 100);

    public static ImmutableArray<string> Check(DrillEvidence evidence)
    {
        List<string> faults = [];
        var paidOut = evidence.Payments.Where(payment => payment.From == evidence.Distribution).ToList();
        var paidIn = evidence.Payments.Where(payment => payment.To == evidence.Distribution).ToList();
        foreach (var job in evidence.Jobs)
        {
            foreach (var attempt in job.Tries)
            {
                var final = evidence.Final[attempt.TransactionId];
                var isReal = final.Status is not ("incomplete" or "expired");
                if (isReal && attempt != job.Submitted && job.Order.Kind == TransactionKind.Withdrawal)
                {
                    // Its pages were finished after all, and nobody paid for it: it rightly waits.
                    isReal = false;
                }

                if (isReal)
                {
                    CheckTransaction(evidence, job, attempt, final, paidOut, paidIn, faults);
                }
            }
        }

        foreach (var stray in evidence.Strays)
        {
            ExpectOne(
                paidIn.RemoveAll(payment => payment.Hash == stray.Hash && payment.Amount == stray.Amount),
                "seen on the ledger",
                $"stray payment {stray.Hash}",
                faults
            );
            ExpectRow(evidence, stray.Hash, stray.ExpectedStatus, $"stray payment {stray.Hash}", faults);
        }

        faults.AddRange(
            paidOut.Select(payment =>
                $"ledger payment {payment.Hash} of {Stroops.Format(payment.Amount)} to {payment.To} belongs to no deposit."
            )
        );
        faults.AddRange(
            paidIn.Select(payment =>
                $"incoming payment {payment.Hash} of {Stroops.Format(payment.Amount)} belongs to no withdrawal."
            )
        );
        CheckBank(evidence, faults);
        CheckSums(evidence, faults);
        return [.. faults];
    }

    private static void CheckTransaction(
        DrillEvidence evidence,
        DrillJob job,
        DrillTry attempt,
        WalletTransaction final,
        List<LedgerPayment> paidOut,
        List<LedgerPayment> paidIn,
        List<string> faults
    )
    {
        var name = $"{job.Order.Kind.WireName()} {job.Order.Number} ({attempt.TransactionId})";
        if (final.Status != "completed")
        {
            faults.Add($"{name} is not completed but {final.Status}.");
        }

        Expect(attempt.Amount, final.AmountIn, "came in", name, faults);
        Expect(AmountOut(attempt.Amount), final.AmountOut, "went out", name, faults);
        if (job.Order.Kind == TransactionKind.Deposit)
        {
            var user = evidence.Users[job.Order.User];
            var own = paidOut.Where(p => p.To == user && p.Amount == AmountOut(attempt.Amount)).ToList();
            paidOut.RemoveAll(own.Contains);
            ExpectOne(own.Count, "paid on the ledger", name, faults);
            ExpectHash(own.FirstOrDefault()?.Hash, final, name, faults);
            return;
        }

        var payments = paidIn.Where(p => p.Hash == job.PaymentHash && p.Amount == attempt.Amount).ToList();
        paidIn.RemoveAll(payments.Contains);
        ExpectOne(payments.Count, "paid for on the ledger", name, faults);
        ExpectHash(job.PaymentHash, final, name, faults);
        ExpectRow(evidence, job.PaymentHash, "matched", name, faults);
        var transfers = evidence.BankOutgoing.Where(t => t.TransactionId == attempt.TransactionId).ToList();
        ExpectOne(transfers.Sum(t => t.Effects), "paid out by the bank", name, faults);
        Expect(AmountOut(attempt.Amount), transfers.FirstOrDefault()?.Amount, "left the bank", name, faults);
    }

    private static void CheckBank(DrillEvidence evidence, List<string> faults)
    {
        var withdrawals = evidence
            .Jobs.Where(job => job.Order.Kind == TransactionKind.Withdrawal)
            .Select(job => job.Submitted?.TransactionId)
            .ToHashSet();
        faults.AddRange(
            evidence
                .BankOutgoing.Where(transfer => !withdrawals.Contains(transfer.TransactionId))
                .Select(transfer =>
                    $"the bank paid {transfer.Amount} for {transfer.TransactionId}, which is no withdrawal."
                )
        );
    }

    private static void CheckSums(DrillEvidence evidence, List<string> faults)
    {
        var expected =
            evidence.Issued
            + evidence.Strays.Sum(stray => stray.Amount)
            + evidence.Jobs.Sum(job => job.Order.Kind == TransactionKind.Withdrawal ? job.Submitted?.Amount ?? 0 : 0)
            - evidence
                .Jobs.Where(job => job.Order.Kind == TransactionKind.Deposit)
                .SelectMany(job => job.Tries)
                .Where(attempt => evidence.Final[attempt.TransactionId].Status == "completed")
                .Sum(attempt => AmountOut(attempt.Amount));
        if (expected != evidence.Held)
        {
            faults.Add(
                $"the distribution account holds {Stroops.Format(evidence.Held)} and should hold {Stroops.Format(expected)}."
            );
        }
    }

    private static void Expect(long stroops, string? found, string what, string name, List<string> faults)
    {
        if (!Stroops.TryParse(found, out var value) || value != stroops)
        {
            faults.Add($"{name}: {found ?? "nothing"} {what}, and {Stroops.Format(stroops)} should have.");
        }
    }

    private static void ExpectOne(int count, string what, string name, List<string> faults)
    {
        if (count != 1)
        {
            faults.Add($"{name} was {what} {count} times.");
        }
    }

    /// <summary>What came in stands in the anchor's books exactly once.</summary>
    private static void ExpectRow(DrillEvidence evidence, string? hash, string status, string name, List<string> faults)
    {
        var rows = evidence.Incoming.Where(row => row.Hash == hash).Select(row => row.Status).ToList();
        if (rows is not [var only] || only != status)
        {
            faults.Add(
                $"{name}: its incoming payment is booked as [{string.Join(", ", rows)}] and not once as {status}."
            );
        }
    }

    private static void ExpectHash(string? hash, WalletTransaction final, string name, List<string> faults)
    {
        if (hash is not null && final.StellarTransactionId != hash)
        {
            faults.Add($"{name} names ledger transaction {final.StellarTransactionId ?? "none"}, but it was {hash}.");
        }
    }
}

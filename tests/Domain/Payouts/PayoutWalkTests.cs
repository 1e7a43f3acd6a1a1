using Anchor.Domain.Payouts;
using Anchor.Domain.Tests.Transactions;
using Anchor.Domain.Transactions;
using static Anchor.Domain.Tests.Payouts.PayoutSample;

namespace Anchor.Domain.Tests.Payouts;

/// <summary>Random lives of payouts, with a ledger beside them that tells the truth late, twice, or about older bytes.</summary>
public sealed class PayoutWalkTests(ITestOutputHelper output)
{
    private const int Walks = 2_000;
    private const int Commands = 30;

    private readonly SortedDictionary<PayoutStatus, int> _ends = [];

    [Fact]
    public void Whatever_is_reported_in_whatever_order_a_purpose_is_paid_at_most_once()
    {
        var seed = TestSeed.Next(output);
        for (var walk = 0; walk < Walks; walk++)
        {
            Walk(new Random(unchecked(seed + walk)), $"seed {seed}, walk {walk}");
        }

        output.WriteLine(string.Join(", ", _ends.Select(pair => $"{pair.Key} {pair.Value}")));
        // A walk that never gets anywhere proves nothing.
        Assert.Superset(
            new HashSet<PayoutStatus>
            {
                PayoutStatus.Queued,
                PayoutStatus.Signed,
                PayoutStatus.Paid,
                PayoutStatus.Refused,
                PayoutStatus.NetworkReset,
            },
            _ends.Keys.ToHashSet()
        );
    }

    private void Walk(Random random, string name)
    {
        // The truth about every envelope that was ever stored: null while it may still go either way.
        var fates = new Dictionary<string, bool?>();
        var state = new Payout();
        var now = Sample.Start;
        for (var i = 0; i < Commands; i++)
        {
            now += TimeSpan.FromSeconds(random.Next(20));
            var command = Next(random, i, fates);
            var decision = PayoutMachine.Decide(state, command, now);
            if (decision is Decision<Payout>.Accept accept)
            {
                Check(state, command, accept.Next, fates, name);
                state = accept.Next;
                Assert.False(
                    PayoutMachine.Decide(state, command, now) is Decision<Payout>.Accept
                        && command is not PostponePayout,
                    $"{name}: {command} was accepted twice."
                );
            }
        }

        _ends[state.Status] = _ends.GetValueOrDefault(state.Status) + 1;
    }

    private static PayoutCommand Next(Random random, int i, Dictionary<string, bool?> fates)
    {
        var known = fates.Keys.Order(StringComparer.Ordinal).ToArray();
        var hash = known.Length > 0 ? known[random.Next(known.Length)] : "hash-unknown";
        return random.Next(10) switch
        {
            0 or 1 => new OrderPayout(Order(random.Next(4) == 0 ? null : "t1")),
            2 or 3 or 4 => new RecordEnvelope(EnvelopeOf(random.Next(4) == 0 ? hash : $"hash-{i:00}")),
            5 => new PostponePayout("no ledger", TimeSpan.FromSeconds(5)),
            6 when random.Next(4) == 0 => new RefusePayout(End),
            7 => random.Next(12) == 0 ? new EndForNetworkReset() : new TransactionTold(),
            _ => Word(random, hash, fates),
        };
    }

    /// <summary>The ledger settles an envelope once, and what it says of it is true.</summary>
    private static PayoutCommand Word(Random random, string hash, Dictionary<string, bool?> fates)
    {
        if (!fates.TryGetValue(hash, out var fate))
        {
            return new EnvelopeDead(hash, "never sent", TimeSpan.FromSeconds(1));
        }

        fates[hash] = fate ??= random.Next(3) == 0;
        return fate.Value ? new EnvelopeApplied(hash)
            : random.Next(4) == 0 ? new EnvelopeRefused(hash, End)
            : new EnvelopeDead(hash, "tx_too_late", TimeSpan.FromSeconds(1));
    }

    private static void Check(
        Payout before,
        PayoutCommand command,
        Payout after,
        Dictionary<string, bool?> fates,
        string name
    )
    {
        if (command is RecordEnvelope { Envelope: var signed })
        {
            Assert.True(before.Signed is null, $"{name}: new bytes over {before.Signed?.Hash}.");
            Assert.True(
                fates.Values.All(fate => fate == false),
                $"{name}: new bytes while older ones may still pay, or have paid."
            );
            fates.TryAdd(signed.Hash, null);
        }

        if (before.HasEnded)
        {
            Assert.True(before with { Told = true } == after, $"{name}: {command} changed a payout that had ended.");
        }

        if (after.End is PayoutEnd.Paid paid)
        {
            Assert.True(fates[paid.StellarTransactionId], $"{name}: paid by bytes that never applied.");
            Assert.Equal(after.Order.Amount, paid.Amount);
        }

        if (after.End is PayoutEnd.NetworkReset lost)
        {
            // The bytes are gone, and which they were is kept.
            Assert.Null(after.Signed);
            Assert.True(before.HasEnded || lost.StellarTransactionId == before.Signed?.Hash, $"{name}: {lost}.");
        }

        Assert.Equal(after.HasEnded, after.End is not null);
        Assert.Equal(after.Status is PayoutStatus.Paid, after.End is PayoutEnd.Paid);
        Assert.Equal(after.Attempts - before.Attempts, command is RecordEnvelope ? 1 : 0);
        Assert.Equal(after.Status == PayoutStatus.Signed, after.Signed is not null && !after.HasEnded);
    }
}

using System.Numerics;
using Anchor.Domain.Workers;
using static Anchor.Domain.Tests.Workers.WorkerSample;

namespace Anchor.Domain.Tests.Workers;

public sealed class WorkerWalkTests
{
    [Fact]
    public void Bytes_are_never_forgotten_and_new_nonces_come_only_after_the_old_one_is_lost_for_good()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var walk = 0; walk < 3_000; walk++)
        {
            var state = After(new OrderTransaction(Order()));
            var signed = new HashSet<string>();
            var height = 0L;
            for (var step = 0; step < 40; step++)
            {
                var command = Command(random, state, ref height);
                if (
                    WorkerMachine.Decide(state, command, Start)
                    is not Decision<WorkerTransaction>.Accept { Next: var next }
                )
                {
                    continue;
                }

                var where = $"seed {seed}, walk {walk}, step {step}: {command} on {state}";
                Assert.False(state.IsDone, where);
                signed.UnionWith(next.Attempts.Select(attempt => attempt.Hash));
                Assert.True(signed.SetEquals(next.Attempts.Select(a => a.Hash).Concat(next.Displaced)), where);
                if (next.Nonce != state.Nonce && state.Nonce is not null)
                {
                    Assert.True(
                        command is MissTransaction && state.MissedLooks == WorkerMachine.LooksThatProve - 1,
                        where
                    );
                }

                Assert.Equal(next.Status == WorkerStatus.InFlight || next.End is not null, next.Attempts.Length > 0);
                state = next;
            }
        }
    }

    [Theory]
    [InlineData("0", "1")]
    [InlineData("1", "2")]
    [InlineData("10", "11")]
    [InlineData("11", "13")]
    [InlineData("1000000007", "1100000008")]
    public void A_replacement_pays_a_tenth_more_rounded_up(string fee, string least) =>
        Assert.Equal(FeeRules.Wei(least), FeeRules.LeastReplacing(FeeRules.Wei(fee)));

    [Fact]
    public void Both_fees_of_a_replacement_must_grow()
    {
        var previous = Attempt("a", 1000);

        Assert.True(FeeRules.Replaces(previous with { MaxFee = "1100", Tip = "110" }, previous));
        Assert.False(FeeRules.Replaces(previous with { MaxFee = "1099", Tip = "110" }, previous));
        Assert.False(FeeRules.Replaces(previous with { MaxFee = "1100", Tip = "109" }, previous));
        Assert.True(FeeRules.Replaces(previous with { MaxFee = "1100", Tip = null }, previous with { Tip = null }));
        Assert.Equal(BigInteger.Parse("11"), FeeRules.LeastReplacing(10));
    }

    private static WorkerCommand Command(Random random, WorkerTransaction state, ref long height)
    {
        var fee = (int)FeeRules.Wei(state.Attempts.IsEmpty ? "100" : state.Attempts[^1].MaxFee);
        var some = state.Attempts.IsEmpty ? "unknown" : state.Attempts[random.Next(state.Attempts.Length)].Hash;
        return random.Next(9) switch
        {
            0 => new RecordAttempt(random.Next(5), Attempt($"h{random.Next()}", 100)),
            1 => new RecordReplacement(Attempt($"h{random.Next()}", Math.Min(fee * 5 / 4, 1_000_000_000))),
            2 => new PostponeTransaction("why", TimeSpan.FromSeconds(1)),
            3 when random.Next(20) == 0 => new RefuseTransaction("no"),
            4 when random.Next(20) == 0 => new MissFunds("poor"),
            5 when random.Next(10) == 0 => new EndTransaction(End(some, random.Next(2) == 0)),
            6 => new MissTransaction(random.Next(3) == 0 ? height : ++height),
            7 when !state.Displaced.IsEmpty => new EndTransaction(End(state.Displaced[0])),
            _ => new OrderTransaction(Order()),
        };
    }
}

using Anchor.Domain.Transactions;
using static Anchor.Domain.Tests.Transactions.Sample;

namespace Anchor.Domain.Tests.Transactions;

/// <summary>Random lives of transactions: whatever is said to them in whatever order, the books stay right.</summary>
public sealed class TransactionWalkTests(ITestOutputHelper output)
{
    private const int Walks = 2_000;
    private const int Commands = 40;

    [Fact]
    public void Any_commands_in_any_order_keep_every_invariant()
    {
        var seed = TestSeed.Next(output);
        var reached = new SortedDictionary<TransactionStatus, int>();
        for (var walk = 0; walk < Walks; walk++)
        {
            var random = new Random(unchecked(seed + walk));
            var kind = random.Next(2) == 0 ? TransactionKind.Deposit : TransactionKind.Withdrawal;
            var end = Walk(kind, random, $"seed {seed}, walk {walk}");
            reached[end] = reached.GetValueOrDefault(end) + 1;
        }

        output.WriteLine(string.Join(", ", reached.Select(pair => $"{pair.Key} {pair.Value}")));
        // A walk that never gets anywhere proves nothing.
        TransactionStatus[] ends =
        [
            TransactionStatus.Completed,
            TransactionStatus.Refunded,
            TransactionStatus.Expired,
            TransactionStatus.Error,
            TransactionStatus.OnHold,
        ];
        Assert.All(ends, status => Assert.True(reached.GetValueOrDefault(status) > 5, $"{status} is hardly reached."));
    }

    private static TransactionStatus Walk(TransactionKind kind, Random random, string name)
    {
        var commands = new RandomCommands(kind, random);
        var ledger = new TransactionLedger(name);
        var now = Start;
        var state = new AnchorTransaction();
        for (var i = 0; i < Commands; i++)
        {
            now += random.Next(15) == 0 ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(random.Next(240));
            var command = commands.Next(state);
            if (TransactionMachine.Decide(state, command, now) is Decision<AnchorTransaction>.Accept accept)
            {
                ledger.Accepted(state, command, accept.Next, now);
                state = accept.Next;
                Repeat(state, command, now, name);
            }
        }

        return state.Status;
    }

    /// <summary>What was accepted is not accepted again; only an alarm may ring twice.</summary>
    private static void Repeat(AnchorTransaction state, TransactionCommand command, DateTimeOffset now, string name)
    {
        if (command is not Wake)
        {
            Assert.False(
                TransactionMachine.Decide(state, command, now) is Decision<AnchorTransaction>.Accept,
                $"{name}: {command} was accepted twice."
            );
        }
    }
}

using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Simulation.World;

/// <summary>What the bank does with a payment out.</summary>
internal enum BankHabit
{
    Pays,
    PaysLater,
    Refuses,

    /// <summary>The money leaves, is on its way for a while, and comes back.</summary>
    PaysAndTakesBack,
}

/// <summary>One payment out as the bank's book has it.</summary>
internal sealed record BankLine(string TransactionId, Amount Amount, BankHabit Habit, DateTimeOffset SettlesAt);

/// <summary>The bank: users pay deposits in, the anchor has withdrawals paid out. Its book outlives every process.</summary>
internal sealed class Bank(SimWorld world)
{
    private static readonly TimeSpan Checking = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, (Amount Amount, DateTimeOffset SettlesAt, bool Bounces)> _deposits = [];
    private readonly SortedDictionary<string, BankLine> _book = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, BankLine> Book => _book;

    public long Stroops { get; private set; }

    /// <summary>What the user of this deposit has paid in; null if nothing.</summary>
    public Amount? ReceivedFor(string transactionId) =>
        _deposits.TryGetValue(transactionId, out var deposit) && !deposit.Bounces ? deposit.Amount : null;

    /// <summary>The user's payment was taken back by the user's own bank.</summary>
    public bool HasBounced(string transactionId) =>
        _deposits.TryGetValue(transactionId, out var deposit) && deposit.Bounces;

    public void PayIn(string transactionId, Amount amount, bool bounces)
    {
        world.Trace.Tell($"bank: {amount} came for {transactionId}{(bounces ? ", and will bounce" : "")}");
        _deposits.Add(transactionId, (amount, world.Timeline.Now + Checking, bounces));
        Stroops += bounces ? 0 : amount.Stroops;
    }

    public RailsAnswer PollDeposit(string transactionId) =>
        !_deposits.TryGetValue(transactionId, out var deposit) ? RailsAnswer.Pending()
        : deposit.SettlesAt > world.Timeline.Now ? RailsAnswer.Pending($"bank-{transactionId}", seen: true)
        : deposit.Bounces ? RailsAnswer.Failed("The payment bounced.")
        : RailsAnswer.Settled($"bank-{transactionId}", deposit.Amount);

    public RailsAnswer Execute(AnchorTransaction transaction, string key)
    {
        if (world.Profile.Guarantee == RailsGuarantee.DeduplicatesByKey && _book.TryGetValue(key, out var known))
        {
            return AnswerOf(known);
        }

        var habit = world.Dice.Pick(
            $"{transaction.Id} at the bank",
            BankHabit.Pays,
            BankHabit.Pays,
            BankHabit.PaysLater,
            BankHabit.Refuses,
            BankHabit.PaysAndTakesBack
        );
        var takes = world.Dice.Between($"{transaction.Id} takes", TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2));
        var line = new BankLine(transaction.Id, transaction.Amounts!.Out, habit, world.Timeline.Now + takes);
        world.Trace.Tell($"bank: {key} {habit}");
        world.Rules.OnBankTold(key, transaction, isFirst: !_book.ContainsKey(key));
        _book[key] = line;
        if (habit != BankHabit.Refuses)
        {
            Stroops -= line.Amount.Stroops;
        }

        if (habit == BankHabit.PaysAndTakesBack)
        {
            world.Timeline.At(line.SettlesAt, () => Stroops += line.Amount.Stroops);
        }

        return AnswerOf(line);
    }

    public RailsAnswer? Find(string key) =>
        world.Profile.Guarantee == RailsGuarantee.FindsByKey && _book.TryGetValue(key, out var line)
            ? AnswerOf(line)
            : null;

    public RailsAnswer PollOutgoing(string transactionId) =>
        _book.TryGetValue($"{transactionId}/out", out var line) ? AnswerOf(line) : RailsAnswer.Pending();

    /// <summary>The money of this payment out is with its receiver, or may still get there.</summary>
    public bool HoldsFor(string transactionId) =>
        _book.TryGetValue($"{transactionId}/out", out var line) && AnswerOf(line) is not RailsAnswer.FailedAnswer;

    private RailsAnswer AnswerOf(BankLine line) =>
        line.Habit switch
        {
            BankHabit.Pays => RailsAnswer.Settled("bank"),
            BankHabit.Refuses => RailsAnswer.Failed("The account is closed."),
            _ when world.Timeline.Now < line.SettlesAt => RailsAnswer.Pending("bank"),
            BankHabit.PaysLater => RailsAnswer.Settled("bank"),
            _ => RailsAnswer.Failed("The receiver's bank sent it back."),
        };
}

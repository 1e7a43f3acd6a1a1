using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;

namespace Anchor.Domain.Tests.Transactions;

/// <summary>Values that the machine's tests share.</summary>
internal static class Sample
{
    public const string Distribution = "GDISTRIBUTION";
    public const string Wallet = "GWALLET";

    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Deadline = Start.AddHours(1);
    public static readonly AssetId Test = new("TEST", "GISSUER");
    public static readonly AssetId Other = new("OTHER", "GISSUER");
    public static readonly ImmutableSortedDictionary<string, string> NoFields = ImmutableSortedDictionary<
        string,
        string
    >.Empty;

    public static FeeQuote Quote(decimal amountIn, decimal fee) =>
        FeeQuote.TryCreate(Amount.Floor(amountIn), Amount.Floor(fee), out var quote)
            ? quote
            : throw new ArgumentException("The fee leaves nothing.", nameof(fee));

    public static StartTransaction StartOf(
        TransactionKind kind,
        bool claimable = false,
        AssetId? asset = null,
        string id = "t1",
        string account = Wallet
    ) =>
        new(
            id,
            kind,
            asset ?? Test,
            Distribution,
            account,
            null,
            null,
            kind == TransactionKind.Deposit ? account : null,
            kind == TransactionKind.Deposit ? null : new MemoText(MemoKind.Id, "42"),
            claimable,
            null,
            "en",
            NoFields,
            Deadline
        );

    public static SubmitInteractive Submit() => new(Quote(100, 1), NoFields, Deadline);

    public static PaymentArrived Payment(string id = "p1", AssetId? asset = null) =>
        new(id, asset ?? Test, Quote(90, 1), Wallet, "hash-in");

    public static DepositReceived Received() => new(Quote(95, 1), "bank-1");

    public static PayoutEnd.Paid Paid(decimal amount = 94) => new("hash-out", Amount.Floor(amount), null);

    /// <summary>Where the commands lead from nothing; each must be accepted.</summary>
    public static AnchorTransaction After(params IEnumerable<TransactionCommand> commands) =>
        commands.Aggregate(
            new AnchorTransaction(),
            (state, command) =>
                TransactionMachine.Decide(state, command, Start) is Decision<AnchorTransaction>.Accept accept
                    ? accept.Next
                    : throw new InvalidOperationException($"{command} is refused in {state.Status}.")
        );
}

using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using static Anchor.Domain.Tests.Transactions.Sample;

namespace Anchor.Domain.Tests.Transactions;

/// <summary>Says anything to a transaction: what fits, what is late, what was said before, what is about another one.</summary>
internal sealed class RandomCommands(TransactionKind kind, Random random)
{
    private readonly List<TransactionCommand> _said = [];
    private readonly AssetId _asset = random.Next(3) == 0 ? AssetId.Native : Test;
    private readonly bool _claimable = random.Next(2) == 0;

    public TransactionCommand Next(AnchorTransaction state)
    {
        var command = random.Next(10) switch
        {
            0 when _said.Count > 0 => _said[random.Next(_said.Count)],
            < 6 => Fitting(state),
            _ => Any(state, random.Next(15)),
        };
        _said.Add(command);
        return command;
    }

    /// <summary>What somebody would say in this status, so that walks get to the end.</summary>
    private TransactionCommand Fitting(AnchorTransaction state) =>
        (kind, state.Status) switch
        {
            (_, TransactionStatus.None) => Any(state, 0),
            (_, TransactionStatus.Incomplete) => Any(state, 2),
            (TransactionKind.Deposit, TransactionStatus.PendingUserTransferStart) => Any(state, 4),
            (TransactionKind.Deposit, TransactionStatus.PendingTrust) => Any(state, 8),
            (TransactionKind.Deposit, TransactionStatus.PendingAnchor) => Any(state, random.Next(8, 10)),
            (TransactionKind.Withdrawal, TransactionStatus.PendingUserTransferStart) => Any(state, 10),
            (TransactionKind.Withdrawal, TransactionStatus.PendingAnchor) => Any(state, random.Next(11, 14)),
            (_, TransactionStatus.PendingStellar) => Any(state, 9),
            _ => Any(state, random.Next(14)),
        };

    private TransactionCommand Any(AnchorTransaction state, int which) =>
        which switch
        {
            0 => StartOf(kind, _claimable, _asset, account: random.Next(9) == 0 ? "GSTRANGER" : Wallet),
            1 => new OpenInteractive($"token-{random.Next(4)}"),
            2 => new SubmitInteractive(Money(), NoFields, Start.AddMinutes(random.Next(5, 120))),
            3 => new DepositSeen(Text()),
            4 => new DepositReceived(Money(), Text()),
            5 => new DepositFailed("bounced"),
            6 => new DepositHeld("too small"),
            7 => new Wake(),
            8 => new DestinationChecked(EffectId(state), AnyOf<DestinationState>()),
            9 => new PayoutEnded(EffectId(state), End(state)),
            10 => new PaymentArrived(
                $"payment-{random.Next(3)}",
                random.Next(9) == 0 ? Other : _asset,
                Money(),
                Wallet,
                "hash-in",
                random.Next(2) == 0
            ),
            11 => new BeginOutgoing(
                EffectId(state),
                random.Next(3) == 0 ? Start : state.Pending.FirstOrDefault()?.AttemptedAt
            ),
            13 => new ReleaseOutgoing(),
            12 => new OutgoingAnswered(AnyOf<OutgoingState>(), Text(), Text()),
            _ => new NetworkReset(),
        };

    private FeeQuote Money()
    {
        var amount = Amount.FromStroops(random.NextInt64(1, 1_000_000_000_000));
        FeeQuote.TryCreate(amount, Amount.FromStroops(random.NextInt64(amount.Stroops)), out var quote);
        return quote!;
    }

    private string EffectId(AnchorTransaction state) =>
        random.Next(4) switch
        {
            0 => $"t1/{AnyName()}/{random.Next(4)}",
            _ when state.Pending.Length > 0 => state.Pending[random.Next(state.Pending.Length)].Id,
            _ => "t1/out",
        };

    private PayoutEnd End(AnchorTransaction state) =>
        random.Next(4) switch
        {
            3 when random.Next(3) == 0 => new PayoutEnd.NetworkReset(random.Next(2) == 0 ? null : "hash-lost"),
            0 => new PayoutEnd.DestinationRefused(AnyOf<DestinationState>()),
            1 => new PayoutEnd.Impossible("underfunded"),
            _ => new PayoutEnd.Paid("hash-out", Ordered(state), null),
        };

    private static Amount Ordered(AnchorTransaction state) =>
        state.Amounts is not { } amounts ? Amount.Zero
        : state.Kind == TransactionKind.Deposit ? amounts.Out
        : amounts.In;

    private string AnyName() => ((string[])["check", "pay", "create", "refund", "ask"])[random.Next(5)];

    private string? Text() => random.Next(2) == 0 ? null : $"text-{random.Next(3)}";

    private T AnyOf<T>()
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];
}

using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Simulation.Engine;

namespace Anchor.Simulation.World;

/// <summary>How a user pays for a withdrawal.</summary>
internal enum PayingHabit
{
    Exact,
    OtherAmount,
    Twice,
    TooLittle,
    OtherAsset,
    OtherMemo,
    Late,
    Never,
}

/// <summary>Asks for a withdrawal and pays for it on the ledger, more or less as asked.</summary>
internal sealed class WithdrawalUser(SimWorld world, string id, string memo) : User(world, id)
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(3);

    private readonly Amount _said = Amount.FromStroops(world.Dice.Between($"{id} amount", 30_000_000, 900_000_000));
    private readonly PayingHabit _habit = world.Dice.Pick(
        $"{id} habit",
        PayingHabit.Exact,
        PayingHabit.Exact,
        PayingHabit.Exact,
        PayingHabit.Exact,
        PayingHabit.OtherAmount,
        PayingHabit.Twice,
        PayingHabit.TooLittle,
        PayingHabit.OtherAsset,
        PayingHabit.OtherMemo,
        PayingHabit.Late,
        PayingHabit.Never
    );

    private MemoText Memo => new(MemoKind.Id, memo);

    private TimeSpan Deadline =>
        _habit is PayingHabit.Exact or PayingHabit.OtherAmount or PayingHabit.Twice ? TimeSpan.FromHours(12) : Short;

    protected override void SetUp() { }

    /// <summary>Nobody is told to pay before every payment is sure to be seen.</summary>
    protected override void StartTransaction() =>
        Ask(
            "follow",
            process => process.Followed.IncludeAsync(SimAssets.Distribution, default).AsTask(),
            () => Tell("start", Start, Submit)
        );

    private StartTransaction Start() =>
        new(
            Id,
            TransactionKind.Withdrawal,
            SimAssets.Test,
            SimAssets.Distribution,
            Address,
            null,
            null,
            null,
            Memo,
            false,
            null,
            "en",
            NoFields,
            World.Timeline.Now + Deadline
        );

    private void Submit() =>
        Tell(
            "submit",
            () => new SubmitInteractive(SimAssets.Quote(_said), NoFields, World.Timeline.Now + Deadline),
            () => After("pays", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), Pay)
        );

    private void Pay()
    {
        switch (_habit)
        {
            case PayingHabit.Never:
                break;
            case PayingHabit.OtherAmount:
                Send(Amount.FromStroops(World.Dice.Between($"{Id} pays", 30_000_000, 900_000_000)));
                break;
            case PayingHabit.TooLittle:
                Send(Amount.FromStroops(19_999_999));
                break;
            case PayingHabit.OtherAsset:
                Send(_said, SimAssets.Other);
                break;
            case PayingHabit.OtherMemo:
                World.Ledger.Pay(Address, new MemoText(MemoKind.Id, $"9{memo}"), SimAssets.Test, _said);
                break;
            case PayingHabit.Twice:
                Send(_said);
                After("pays again", TimeSpan.Zero, TimeSpan.FromSeconds(30), () => Finish(() => Send(_said)));
                return;
            case PayingHabit.Late:
                After("pays late", Short + Short, Short + Short + Short, () => Finish(() => Send(_said)));
                return;
            default:
                Send(_said);
                break;
        }

        IsDone = true;
    }

    private void Finish(Action action)
    {
        action();
        IsDone = true;
    }

    private void Send(Amount amount, AssetId? asset = null) =>
        World.Ledger.Pay(Address, Memo, asset ?? SimAssets.Test, amount);
}

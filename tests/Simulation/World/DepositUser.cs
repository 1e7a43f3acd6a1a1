using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Simulation.Engine;

namespace Anchor.Simulation.World;

/// <summary>Asks for a deposit, pays at the bank or does not, and sees to the account that is to be paid.</summary>
internal sealed class DepositUser(SimWorld world, string id) : User(world, id)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Amount _said = Amount.FromStroops(world.Dice.Between($"{id} amount", 30_000_000, 900_000_000));
    private readonly bool _takesClaimable = world.Dice.Chance($"{id} claimable", 0.3);
    private readonly bool _pays = !world.Dice.Chance($"{id} never pays", 0.1);

    /// <summary>Closes the trustline just when the money is on its way, and opens it again.</summary>
    private readonly bool _wavers = world.Dice.Chance($"{id} wavers", 0.15);

    private TimeSpan Deadline => _pays ? 12 * Hour : TimeSpan.FromMinutes(6);

    protected override void SetUp() =>
        World.Ledger.SetState(
            Address,
            World.Dice.Pick(
                $"{Id} account",
                DestinationState.Ready,
                DestinationState.Ready,
                DestinationState.Ready,
                DestinationState.AccountMissing,
                DestinationState.TrustlineMissing,
                DestinationState.TrustlineUnauthorized
            )
        );

    protected override void StartTransaction() =>
        Tell(
            "start",
            () =>
                new StartTransaction(
                    Id,
                    TransactionKind.Deposit,
                    SimAssets.Test,
                    SimAssets.Distribution,
                    Address,
                    null,
                    null,
                    Address,
                    null,
                    _takesClaimable,
                    null,
                    "en",
                    NoFields,
                    World.Timeline.Now + Deadline
                ),
            Submit
        );

    private void Submit() =>
        Tell(
            "submit",
            () => new SubmitInteractive(SimAssets.Quote(_said), NoFields, World.Timeline.Now + Deadline),
            () => After("pays", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), Pay)
        );

    private void Pay()
    {
        if (_pays)
        {
            var other = Amount.FromStroops(World.Dice.Between($"{Id} pays", 30_000_000, 900_000_000));
            World.Bank.PayIn(
                Id,
                World.Dice.Chance($"{Id} pays another amount", 0.2) ? other : _said,
                World.Dice.Chance($"{Id} bounces", 0.06)
            );
        }

        if (_wavers)
        {
            After("closes the trustline", TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60), CloseTrustline);
        }

        var pause = TimeSpan.FromSeconds(_wavers ? 61 : 20);
        After("sees to the account", pause, TimeSpan.FromMinutes(4), SeeToAccount);
    }

    private void CloseTrustline()
    {
        if (World.Ledger.StateOf(Address) == DestinationState.Ready)
        {
            World.Trace.Tell($"{Id} closes the trustline");
            World.Ledger.SetState(Address, DestinationState.TrustlineMissing);
        }
    }

    /// <summary>Opens the trustline as soon as there is an account to open it on.</summary>
    private void SeeToAccount()
    {
        IsDone = true;
        if (
            World.Ledger.StateOf(Address) is DestinationState.TrustlineMissing or DestinationState.TrustlineUnauthorized
        )
        {
            World.Trace.Tell($"{Id} opens the trustline");
            World.Ledger.SetState(Address, DestinationState.Ready);
        }
        else if (World.Ledger.StateOf(Address) == DestinationState.AccountMissing)
        {
            World.Timeline.After(TimeSpan.FromSeconds(30), SeeToAccount);
        }
    }
}

using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

public sealed class DepositTests
{
    [Fact]
    public async Task Deposit_to_a_ready_account_is_paid_out_once_the_bank_has_the_money()
    {
        await using var world = await World.StartAsync();
        await world.DepositAsync("d1");
        world.BankReceives("d1");

        var done = await world.ReachesAsync("d1", TransactionStatus.Completed);

        var payment = Assert.Single(world.PaymentsFor("d1"));
        Assert.Equal((Wallet.User, Amount.Floor(99)), (payment.Order.Destination, payment.Order.Amount));
        Assert.Equal(payment.Envelope.Hash, done.StellarTransactionId);
        Assert.Equal("bank-d1", done.ExternalTransactionId);
        Assert.Equal((100m, 1m, 99m), (done.Amounts!.In.Value, done.Amounts.Fee.Value, done.Amounts.Out.Value));
        Assert.Equal(
            [
                TransactionStatus.Incomplete,
                TransactionStatus.PendingUserTransferStart,
                TransactionStatus.PendingAnchor,
                TransactionStatus.PendingStellar,
                TransactionStatus.Completed,
            ],
            done.History.Select(step => step.Status)
        );
    }

    [Fact]
    public async Task Deposit_takes_the_amount_and_the_fee_that_the_bank_names()
    {
        await using var world = await World.StartAsync();
        await world.DepositAsync("d1");
        world.Rails.Deposits["d1"] = RailsAnswer.Settled("bank", Amount.Floor(50), Amount.Floor(2.5m));

        await world.ReachesAsync("d1", TransactionStatus.Completed);

        Assert.Equal(Amount.Floor(47.5m), Assert.Single(world.PaymentsFor("d1")).Order.Amount);
    }

    [Fact]
    public async Task Deposit_whose_fee_leaves_nothing_is_held_and_not_paid()
    {
        await using var world = await World.StartAsync();
        await world.DepositAsync("d1");
        world.Rails.Deposits["d1"] = RailsAnswer.Settled("bank", Amount.Floor(1));

        await world.ReachesAsync("d1", TransactionStatus.OnHold);
        await world.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Empty(world.PaymentsFor("d1"));
    }

    [Fact]
    public async Task Deposit_that_the_bank_sees_coming_waits_and_does_not_expire()
    {
        await using var world = await World.StartAsync();
        await world.DepositAsync("d1", expires: TimeSpan.FromMinutes(5));
        world.Rails.Deposits["d1"] = RailsAnswer.Pending("bank-d1", seen: true);
        await world.ReachesAsync("d1", TransactionStatus.PendingExternal);

        await world.PassAsync(TimeSpan.FromMinutes(10));
        var waiting = await world.RowAsync("d1");
        world.BankReceives("d1");
        await world.ReachesAsync("d1", TransactionStatus.Completed);

        Assert.Equal(TransactionStatus.PendingExternal, waiting.Status);
        Assert.True(waiting.NextDue > world.Time.GetUtcNow() - TimeSpan.FromMinutes(1), $"Due at {waiting.NextDue}.");
    }

    [Fact]
    public async Task Deposit_that_the_bank_refuses_ends_as_an_error_with_its_reason()
    {
        await using var world = await World.StartAsync();
        await world.DepositAsync("d1");
        world.Rails.Deposits["d1"] = RailsAnswer.Failed("The cheque bounced.");

        var done = await world.ReachesAsync("d1", TransactionStatus.Error);

        Assert.Equal("The cheque bounced.", done.Message);
    }

    [Theory]
    [InlineData(DestinationState.TrustlineMissing)]
    [InlineData(DestinationState.TrustlineUnauthorized)]
    [InlineData(DestinationState.TrustlineTooSmall)]
    public async Task Deposit_waits_for_a_trustline_that_can_take_it(DestinationState state)
    {
        await using var world = await World.StartAsync();
        world.Ledger.Destinations[Wallet.User] = state;
        await world.DepositAsync("d1");
        world.BankReceives("d1");
        await world.ReachesAsync("d1", TransactionStatus.PendingTrust);
        await world.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Empty(world.PaymentsFor("d1"));

        world.Ledger.Destinations[Wallet.User] = DestinationState.Ready;
        await world.ReachesAsync("d1", TransactionStatus.Completed);

        Assert.Single(world.PaymentsFor("d1"));
    }

    [Fact]
    public async Task Deposit_to_nobody_creates_the_account_waits_for_its_trustline_and_pays()
    {
        await using var world = await World.StartAsync();
        world.Ledger.Destinations[Wallet.User] = DestinationState.AccountMissing;
        await world.DepositAsync("d1");
        world.BankReceives("d1");
        await world.ReachesAsync("d1", TransactionStatus.PendingTrust);

        world.Ledger.Destinations[Wallet.User] = DestinationState.Ready;
        await world.ReachesAsync("d1", TransactionStatus.Completed);

        var kinds = world.PaymentsFor("d1").Select(payment => (payment.Order.Kind, payment.Order.Amount.Value));
        Assert.Equal([(PayoutKind.CreateAccount, 2.01m), (PayoutKind.Payment, 99m)], kinds);
    }

    [Fact]
    public async Task Deposit_whose_created_account_is_removed_creates_no_second_one()
    {
        await using var world = await World.StartAsync();
        world.Ledger.Destinations[Wallet.User] = DestinationState.AccountMissing;
        await world.DepositAsync("d1");
        world.BankReceives("d1");
        await world.ReachesAsync("d1", TransactionStatus.PendingTrust);

        world.Ledger.Destinations[Wallet.User] = DestinationState.AccountMissing;
        await world.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Single(world.PaymentsFor("d1"));
        Assert.Equal(TransactionStatus.PendingTrust, (await world.RowAsync("d1")).Status);
    }

    [Fact]
    public async Task Deposit_of_the_native_asset_to_nobody_is_the_starting_balance()
    {
        await using var world = await World.StartAsync();
        world.Ledger.Destinations[Wallet.User] = DestinationState.AccountMissing;
        await world.DepositAsync("d1", asset: AssetId.Native);
        world.BankReceives("d1");

        await world.ReachesAsync("d1", TransactionStatus.Completed);

        var payment = Assert.Single(world.PaymentsFor("d1"));
        Assert.Equal((PayoutKind.CreateAccount, 99m), (payment.Order.Kind, payment.Order.Amount.Value));
    }

    [Fact]
    public async Task Deposit_becomes_a_claimable_balance_where_the_wallet_can_claim_it()
    {
        await using var world = await World.StartAsync();
        world.Ledger.Destinations[Wallet.User] = DestinationState.TrustlineMissing;
        await world.DepositAsync("d1", claimable: true);
        world.BankReceives("d1");

        var done = await world.ReachesAsync("d1", TransactionStatus.Completed);

        var payment = Assert.Single(world.PaymentsFor("d1"));
        Assert.Equal(PayoutKind.ClaimableBalance, payment.Order.Kind);
        Assert.Equal(payment.Envelope.ClaimableBalanceId, done.ClaimableBalanceId);
        Assert.NotNull(done.ClaimableBalanceId);
    }

    [Fact]
    public async Task Deposit_refused_by_the_ledger_after_the_look_is_paid_when_the_trustline_is_there()
    {
        await using var world = await World.StartAsync();
        await world.DepositAsync("d1");
        world.Ledger.Preparing = order =>
        {
            world.Ledger.Destinations[order.Destination] = DestinationState.TrustlineMissing;
            return Task.FromResult<PrepareOutcome?>(null);
        };
        world.BankReceives("d1");
        await world.ReachesAsync("d1", TransactionStatus.PendingTrust);

        world.Ledger.Preparing = null;
        world.Ledger.Destinations[Wallet.User] = DestinationState.Ready;
        var done = await world.ReachesAsync("d1", TransactionStatus.Completed);

        Assert.Equal("d1/pay/2", Assert.Single(world.PaymentsFor("d1")).Order.PurposeId);
        Assert.Equal(2, done.PayoutRound);
    }

    [Fact]
    public async Task Deposit_to_an_account_that_requires_a_memo_is_held()
    {
        await using var world = await World.StartAsync();
        world.Ledger.Destinations[Wallet.User] = DestinationState.MemoRequired;
        await world.DepositAsync("d1");
        world.BankReceives("d1");

        await world.ReachesAsync("d1", TransactionStatus.OnHold);

        Assert.Empty(world.PaymentsFor("d1"));
    }

    [Fact]
    public async Task Deposit_that_nobody_pays_for_expires()
    {
        await using var world = await World.StartAsync();
        await world.DepositAsync("d1", expires: TimeSpan.FromMinutes(30));

        var done = await world.ReachesAsync("d1", TransactionStatus.Expired, TimeSpan.FromMinutes(32));

        Assert.Equal(world.Time.GetUtcNow(), done.UpdatedAt, TimeSpan.FromMinutes(2));
    }
}

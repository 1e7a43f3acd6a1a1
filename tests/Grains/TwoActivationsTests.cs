using System.Collections.Immutable;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;
using Anchor.Grains.Transactions;

namespace Anchor.Grains.Tests;

/// <summary>An activation that is behind its row, because another one wrote it while two existed, and is the only one left.</summary>
public sealed class TwoActivationsTests
{
    private static readonly FeeQuote Quote = FeeQuote.TryCreate(Amount.Floor(100), Amount.Floor(1), out var quote)
        ? quote
        : throw new InvalidOperationException("No quote.");

    [Fact]
    public async Task Payment_is_not_turned_away_by_an_activation_that_is_behind()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var left = (await world.AddSiloAsync()).Grains.GetGrain<ITransactionGrain>("w1");
        await world.StartAsync("w1", TransactionKind.Withdrawal, false, FakeAssets.Test, Wallet.User, "42");
        Assert.Equal(TransactionStatus.Incomplete, (await left.GetAsync(CancellationToken.None))?.Status);
        await world.TellAsync(
            "w1",
            new SubmitInteractive(
                Quote,
                ImmutableSortedDictionary<string, string>.Empty,
                world.Time.GetUtcNow().AddDays(1)
            )
        );

        var outcome = await left.ApplyAsync(
            new PaymentArrived("1000", FakeAssets.Test, Quote, "GSENDER", "hash"),
            CancellationToken.None
        );

        Assert.Null(outcome.Refusal);
        Assert.Equal(TransactionStatus.PendingAnchor, (await world.RowAsync("w1")).Status);
    }

    [Fact]
    public async Task Duplicate_that_is_none_is_not_taken_for_one_by_an_activation_that_is_behind()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var left = (await world.AddSiloAsync()).Grains.GetGrain<ITransactionGrain>("w1");
        await world.WithdrawAsync("w1", "42");
        Assert.NotNull(await left.GetAsync(CancellationToken.None));
        await world.TellAsync("w1", new PaymentArrived("1000", FakeAssets.Test, Quote, "GSENDER", "hash"));
        var failed = await world.TellAsync("w1", new OutgoingAnswered(OutgoingState.Failed, null, "no such account"));
        var refund = failed.Transaction.Pending[0].Id;

        var outcome = await left.ApplyAsync(
            new PayoutEnded(refund, new PayoutEnd.Paid("hash-out", Quote.In, null)),
            CancellationToken.None
        );

        Assert.True(outcome.Changed);
        Assert.Equal(TransactionStatus.Refunded, (await world.RowAsync("w1")).Status);
    }
}

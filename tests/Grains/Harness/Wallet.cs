using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Transactions;

namespace Anchor.Grains.Tests.Harness;

/// <summary>What users and their banks do, as the layers above the grains pass it on.</summary>
internal static class Wallet
{
    public const string User = "GUSER";

    private static readonly ImmutableSortedDictionary<string, string> NoFields = ImmutableSortedDictionary<
        string,
        string
    >.Empty;

    /// <summary>A deposit of 100 (fee 1) whose user has finished the pages and has paid the bank nothing yet.</summary>
    public static async Task DepositAsync(
        this World world,
        string id,
        bool claimable = false,
        AssetId? asset = null,
        string destination = User,
        TimeSpan? expires = null
    )
    {
        await world.StartAsync(id, TransactionKind.Deposit, claimable, asset ?? FakeAssets.Test, destination, null);
        await world.SubmitAsync(id, expires);
    }

    /// <summary>A withdrawal whose user has finished the pages; a payment with the memo is awaited.</summary>
    public static async Task WithdrawAsync(this World world, string id, string memo, TimeSpan? expires = null)
    {
        await world.StartAsync(id, TransactionKind.Withdrawal, false, FakeAssets.Test, User, memo);
        await world.SubmitAsync(id, expires);
    }

    /// <summary>The deposit's money is at the bank.</summary>
    public static void BankReceives(this World world, string id) =>
        world.Rails.Deposits[id] = RailsAnswer.Settled($"bank-{id}");

    public static async Task<TransactionOutcome> TellAsync(this World world, string id, TransactionCommand command) =>
        await world.Transaction(id).ApplyAsync(command, CancellationToken.None);

    /// <summary>The wallet has started it, and the user has not finished the pages.</summary>
    public static async Task StartAsync(
        this World world,
        string id,
        TransactionKind kind,
        bool claimable,
        AssetId asset,
        string destination,
        string? memo
    )
    {
        var start = new StartTransaction(
            id,
            kind,
            asset,
            FakeAssets.Distribution,
            User,
            null,
            null,
            kind == TransactionKind.Deposit ? destination : null,
            memo is null ? null : new MemoText(MemoKind.Id, memo),
            claimable,
            null,
            "en",
            NoFields,
            world.Time.GetUtcNow().AddDays(1)
        );
        Assert.Null((await world.TellAsync(id, start)).Refusal);
    }

    private static async Task SubmitAsync(this World world, string id, TimeSpan? expires)
    {
        FeeQuote.TryCreate(Amount.Floor(100), Amount.Floor(1), out var quote);
        var until = world.Time.GetUtcNow() + (expires ?? TimeSpan.FromDays(1));
        Assert.Null((await world.TellAsync(id, new SubmitInteractive(quote!, NoFields, until))).Refusal);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Storage;
using Anchor.Storage.States;
using Orleans.Storage;

namespace Anchor.Benchmarks.World;

/// <summary>Transactions as the machine makes them, and the anchor's own storage to put them in.</summary>
internal sealed class StoredTransactions : IAsyncDisposable
{
    private const string StateName = "transaction";
    private readonly ServiceProvider _services;
    private readonly IGrainStorage _storage;

    private StoredTransactions(ServiceProvider services, StorageOptions options)
    {
        _services = services;
        Options = options;
        _storage = services.GetRequiredKeyedService<IGrainStorage>(SqlGrainStorage.Name);
    }

    /// <summary>Opens a database with the settings of the server.</summary>
    public static StoredTransactions Open(StorageOptions options) =>
        new(new ServiceCollection().AddLogging().AddAnchorStorage(options).BuildServiceProvider(), options);

    public StorageOptions Options { get; }

    /// <summary>The storage behind it, which is one process' alone.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Stores one; durable when this returns.</summary>
    public Task InsertAsync(AnchorTransaction transaction) =>
        _storage.WriteStateAsync(
            StateName,
            GrainId.Create(StateName, transaction.Id),
            new GrainState<AnchorTransaction>(transaction)
        );

    /// <summary>A withdrawal as it stands after the wallet's request.</summary>
    public static AnchorTransaction Incomplete(
        int number,
        string account,
        AssetId asset,
        string distribution,
        DateTimeOffset now
    ) =>
        Decide(
            new AnchorTransaction(),
            new StartTransaction(
                IdOf(number),
                TransactionKind.Withdrawal,
                asset,
                distribution,
                account,
                AccountMemo: null,
                ClientDomain: null,
                Destination: null,
                new MemoText(MemoKind.Id, (1_000_000_000_000_000_000 + number).ToString(CultureInfo.InvariantCulture)),
                ClaimableBalanceSupported: false,
                Expected: null,
                Language: "en",
                ImmutableSortedDictionary<string, string>.Empty,
                now.AddDays(1)
            ),
            now
        );

    /// <summary>The same once the user has gone through the pages.</summary>
    public static AnchorTransaction Submitted(AnchorTransaction incomplete, DateTimeOffset now)
    {
        var amount = Amount.Parse("10", null);
        FeeQuote.TryCreate(amount, Amount.Zero, out var expected);
        var fields = ImmutableSortedDictionary<string, string>.Empty.Add("bank_account_number", "DE0123456789");
        return Decide(incomplete, new SubmitInteractive(expected!, fields, now.AddDays(1)), now);
    }

    public static string IdOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"bbbbbbbb-0000-4000-8000-{number:D12}");

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static AnchorTransaction Decide(AnchorTransaction state, TransactionCommand command, DateTimeOffset now) =>
        TransactionMachine.Decide(state, command, now) is Decision<AnchorTransaction>.Accept accepted
            ? accepted.Next
            : throw new InvalidOperationException($"{command} was not accepted.");
}

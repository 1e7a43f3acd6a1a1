using System.Collections.Immutable;
using System.Diagnostics;
using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Payments;
using Anchor.Domain.Transactions;
using Anchor.Grains.Payments;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Transactions;

namespace Anchor.Grains.Tests.Harness;

/// <summary>All that outlives a silo: the storage, the clock, the ledger, the bank. Silos come and go.</summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly List<ISilo> _silos = [];

    private World()
    {
        Log = new TestLog(Time);
        Storage = new TestStorage(Time, Faults);
        Evm = new FakeEvm(Time);
        Mosaic = new FakeMosaic(Time);
        Ledger = new FakeLedger(Time) { Present = () => Network.LastId };
    }

    public ManualTimeProvider Time { get; } = new(Start);
    public Activity Activity { get; } = new();
    public TestLog Log { get; }
    public StoreFaults Faults { get; } = new();
    public TestStorage Storage { get; }
    public ISilos Silos { get; } = new Silos();
    public FakeLedger Ledger { get; }
    public FakeEvm Evm { get; }
    public FakeMosaic Mosaic { get; }
    public FakeScan Scan { get; } = new();
    public FakeRails Rails { get; } = new();
    public FakeNetwork Network { get; } = new();
    public FakeHathor Hathor { get; } = new();
    public StepWatcher Steps { get; } = new();

    /// <summary>What silos seal secrets with; null: the storage's own.</summary>
    public ISecretSealer? Sealer { get; set; }

    /// <summary>Whether silos start the grains that work by themselves: readers, polls, payers, sweeps.</summary>
    public bool StartsGrains { get; set; } = true;

    /// <summary>Whether requests are carried on, or only recorded.</summary>
    public bool Facilitates { get; private init; } = true;

    public Action<AnchorGrainOptions> Configure { get; private init; } = static _ => { };

    public ISilo Silo => _silos[0];

    public IGrainFactory Grains => Silo.Grains;

    public static async Task<World> StartAsync(
        bool startsGrains = true,
        Action<AnchorGrainOptions>? configure = null,
        bool facilitates = true
    )
    {
        var world = new World
        {
            StartsGrains = startsGrains,
            Facilitates = facilitates,
            Configure = options =>
            {
                options.Channels = 2;
                configure?.Invoke(options);
            },
        };
        await world.AddSiloAsync();
        return world;
    }

    public async Task<ISilo> AddSiloAsync()
    {
        var silo = await Silos.StartAsync(this);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>All silos die at once; one comes back.</summary>
    public async Task CrashAsync(bool loseReminders = false)
    {
        if (loseReminders)
        {
            Silos.LoseReminders();
        }

        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        _silos.Clear();
        Storage.Close();
        await AddSiloAsync();
    }

    public ITransactionGrain Transaction(string id) => Grains.GetGrain<ITransactionGrain>(id);

    public IPaymentGrain Payment(string id) => Grains.GetGrain<IPaymentGrain>(id);

    /// <summary>What is stored of a transaction, whatever grains hold in memory.</summary>
    public async Task<AnchorTransaction> RowAsync(string id) =>
        await Storage.Transactions.FindAsync(id, CancellationToken.None)
        ?? throw new InvalidOperationException($"There is no transaction {id}.");

    /// <summary>The payment arrives on the network; the readers see it.</summary>
    public IncomingPayment Receive(
        string? memo,
        decimal amount = 100,
        AssetId? asset = null,
        MemoKind kind = MemoKind.Id
    )
    {
        var payment = PaymentOf(memo, amount, asset, kind);
        Network.Add(payment);
        return payment;
    }

    /// <summary>A payment that no reader sees; the test hands it over itself.</summary>
    public IncomingPayment PaymentOf(
        string? memo,
        decimal amount = 100,
        AssetId? asset = null,
        MemoKind kind = MemoKind.Id
    ) =>
        new()
        {
            Id = Network.NextId,
            Status = PaymentStatus.Received,
            Account = FakeAssets.Distribution,
            From = "GSENDER",
            Asset = asset ?? FakeAssets.Test,
            Amount = Amount.Floor(amount),
            Memo = memo is null ? null : new MemoText(kind, memo),
            StellarTransactionId = $"hash-in-{Network.NextId}",
            LedgerClosedAt = Time.GetUtcNow(),
        };

    public Task<AnchorTransaction> ReachesAsync(string id, TransactionStatus status, TimeSpan? within = null) =>
        ReachesAsync(id, transaction => transaction.Status == status, status.WireName(), within);

    public async Task<AnchorTransaction> ReachesAsync(
        string id,
        Func<AnchorTransaction, bool> condition,
        string what,
        TimeSpan? within = null
    )
    {
        AnchorTransaction? found = null;
        await UntilAsync(
            async () =>
                (found = await Storage.Transactions.FindAsync(id, CancellationToken.None)) is not null
                && condition(found),
            () => $"{id} to reach {what}; it is {found}",
            within
        );
        return found!;
    }

    public async Task<IncomingPayment> DecidedAsync(IncomingPayment payment)
    {
        IncomingPayment? found = null;
        await UntilAsync(
            async () =>
                (found = await Payment(payment.Id).GetAsync(CancellationToken.None))
                    is { Status: not PaymentStatus.Received },
            () => $"payment {payment.Id} to be decided; it is {found}"
        );
        return found!;
    }

    public Task UntilAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        UntilAsync(() => Task.FromResult(condition()), () => what, within);

    /// <summary>Lets things happen, and the clock run whenever nothing does, until the condition holds.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? within = null)
    {
        var end = Time.GetUtcNow() + (within ?? TimeSpan.FromHours(1));
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            await Activity.SettleAsync();
            if (await condition())
            {
                return;
            }

            if (Time.GetUtcNow() >= end || Stopwatch.GetElapsedTime(started) > Patience)
            {
                Assert.Fail($"At {Time.GetUtcNow():HH:mm:ss} still waiting for {what()}\n{Log}");
            }

            var next = Time.NextDue ?? end;
            Time.AdvanceTo(next < end ? next : end);
        }
    }

    /// <summary>Lets this much time pass, with all that happens in it.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        var end = Time.GetUtcNow() + span;
        await UntilAsync(() => Task.FromResult(Time.GetUtcNow() >= end), () => "time to pass", span + span);
        await Activity.SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        Storage.Dispose();
    }
}

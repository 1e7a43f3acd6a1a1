using System.Collections.Immutable;
using Anchor.Silo.Wallet;
using Anchor.Stellar;

namespace Anchor.Silo.Drill;

/// <summary>A payment that the anchor did not ask for, and how it must stand in its books. Amount in stroops.</summary>
internal sealed record StrayPayment(string Hash, long Amount, string ExpectedStatus);

/// <summary>All users at work, each with a wallet of their own.</summary>
internal sealed class DrillCrowd : IAsyncDisposable
{
    private readonly ImmutableArray<DrillUser> _users;
    private readonly AccountId _distribution;
    private readonly ImmutableArray<DrillStray> _strays;
    private readonly List<Task<StrayPayment>> _paidStrays = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly List<(DrillJob Job, Task Work)> _working = [];

    public DrillCrowd(DrillPlan plan, DrillWorld world, HttpClient browser, TimeProvider time)
    {
        _distribution = world.Distribution;
        _strays = [.. plan.Strays.OrderBy(stray => stray.AfterKills)];
        Jobs = [.. plan.Orders.Select(order => new DrillJob(order))];
        _users =
        [
            .. world.Users.Select(key => new DrillUser(key, world.Asset, world.Network, browser, world.Anchor, time)),
        ];
    }

    public ImmutableArray<DrillJob> Jobs { get; }

    public int Completed => Jobs.Count(job => job.IsCompleted);

    /// <summary>Wallets that could not go on: a fault of the drill or an answer that no wallet understands.</summary>
    public IEnumerable<string> Failures =>
        _working
            .Where(item => item.Work.IsFaulted)
            .Select(item => $"{item.Job}: the wallet failed: {item.Work.Exception!.InnerException!.Message}");

    /// <summary>What was paid to the anchor unasked.</summary>
    public async Task<ImmutableArray<StrayPayment>> StraysAsync() => [.. await Task.WhenAll(_paidStrays)];

    /// <summary>Begins the orders, and pays the strays, whose time has come after so many kills.</summary>
    public void BeginDue(int kills)
    {
        while (_paidStrays.Count < _strays.Length && _strays[_paidStrays.Count].AfterKills <= kills)
        {
            _paidStrays.Add(PayAsync(_strays[_paidStrays.Count]));
        }

        while (_working.Count < Jobs.Length && Jobs[_working.Count].Order.AfterKills <= kills)
        {
            BeginNext();
        }
    }

    /// <summary>Begins the next order, if there is one left.</summary>
    public void BeginNext()
    {
        if (_working.Count < Jobs.Length)
        {
            var job = Jobs[_working.Count];
            _working.Add((job, _users[job.Order.User].RunAsync(job, _closing.Token)));
        }
    }

    /// <summary>Every transaction that was ever started, as the anchor shows it now.</summary>
    public async Task<ImmutableDictionary<string, WalletTransaction>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var all = ImmutableDictionary.CreateBuilder<string, WalletTransaction>();
        foreach (var job in Jobs)
        {
            foreach (var attempt in job.Tries)
            {
                all[attempt.TransactionId] = await _users[job.Order.User].GetAsync(attempt, cancellationToken);
            }
        }

        return all.ToImmutable();
    }

    private async Task<StrayPayment> PayAsync(DrillStray stray)
    {
        var paid = Jobs.FirstOrDefault(job => job.PaymentHash is not null);
        var (memo, status) = (stray.Kind, paid) switch
        {
            (StrayKind.NoMemo, _) => (Memo.None, "unmatched"),
            (StrayKind.Second, not null) => (paid.Memo!, "surplus"),
            _ => ((Memo)Memo.Id((ulong)stray.Amount), "unmatched"),
        };
        var hash = await _users[stray.User].PayAsync(_distribution, stray.Amount, memo, _closing.Token);
        return new StrayPayment(hash, stray.Amount, status);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        foreach (var work in _working.Select(item => item.Work).Concat(_paidStrays))
        {
            // Its end was looked at before; here it only has to be over.
            await work.ContinueWith(
                static _ => { },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }

        foreach (var user in _users)
        {
            user.Dispose();
        }

        _closing.Dispose();
    }
}

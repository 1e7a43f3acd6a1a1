using System.Collections.Immutable;
using Anchor.Domain.Workers;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>A chain with one account: a block every few seconds, final after three, and a memory that forgets what waits.</summary>
internal sealed class FakeEvm(TimeProvider time) : IWorkerLedger
{
    public const string Account = "1337/0x00000000000000000000000000000000000000aa";
    private const int Confirmations = 3;
    private static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string OrderId, long Nonce)> _signed = [];
    private readonly HashSet<string> _waiting = [];
    private readonly List<(string OrderId, string Hash, DateTimeOffset At)> _mined = [];
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private int _signatures;

    public ImmutableArray<string> Accounts { get; } = [Account];

    /// <summary>What applied, by nonce.</summary>
    public ImmutableArray<string> Applied
    {
        get
        {
            lock (_gate)
            {
                Mine();
                return [.. _mined.Select(mined => mined.OrderId)];
            }
        }
    }

    private long Height => (long)((time.GetUtcNow() - _start) / BlockTime);

    /// <summary>What waits is forgotten, as when a node restarts.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _waiting.Clear();
        }
    }

    public Task<WorkerPrepared> PrepareAsync(
        WorkerOrder order,
        long? nextNonce,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            Mine();
            var nonce = order.FillsNonce ?? Math.Max(nextNonce ?? 0, _mined.Count);
            return Task.FromResult<WorkerPrepared>(
                new WorkerPrepared.Ready(nonce, Sign(order.OrderId, nonce, "100", "10"))
            );
        }
    }

    public Task<WorkerSight> LookAsync(
        string account,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            Mine();
            return Task.FromResult(new WorkerSight(Height, _mined.Count, "1000000", [.. inFlight.Select(StandingOf)]));
        }
    }

    public Task<string?> SendAsync(string account, string raw, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_signed[raw].Nonce >= _mined.Count)
            {
                _waiting.Add(raw);
            }

            return Task.FromResult<string?>(null);
        }
    }

    public Task<WorkerAttempt?> ReplaceAsync(WorkerTransaction transaction, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var last = transaction.Attempts[^1];
            var fee = FeeRules.LeastReplacing(FeeRules.Wei(last.MaxFee)).ToString();
            var tip = FeeRules.LeastReplacing(FeeRules.Wei(last.Tip!)).ToString();
            return Task.FromResult<WorkerAttempt?>(Sign(transaction.Order.OrderId, transaction.Nonce!.Value, fee, tip));
        }
    }

    private WorkerAttempt Sign(string orderId, long nonce, string fee, string tip)
    {
        var hash = $"0x{++_signatures}";
        _signed[hash] = (orderId, nonce);
        return new WorkerAttempt(hash, hash, 21_000, fee, tip, time.GetUtcNow());
    }

    private Standing StandingOf(WorkerTransaction transaction)
    {
        if (transaction.Nonce >= _mined.Count)
        {
            return _waiting.Contains(transaction.Attempts[^1].Hash) ? new Standing.Waiting() : new Standing.Unknown();
        }

        var (_, hash, at) = _mined[(int)transaction.Nonce!.Value];
        var isFinal = time.GetUtcNow() - at >= BlockTime * Confirmations;
        if (transaction.Attempts.All(attempt => attempt.Hash != hash))
        {
            return isFinal ? new Standing.Missing() : new Standing.Waiting();
        }

        return isFinal
            ? new Standing.Final(new WorkerEnd(hash, Height, 21_000, "2100000", true, null))
            : new Standing.Mined(hash, Height);
    }

    /// <summary>What is next in line and was handed over before the last block.</summary>
    private void Mine()
    {
        while (
            _waiting.FirstOrDefault(hash => _signed[hash].Nonce == _mined.Count) is { } next
            && (_mined.Count == 0 || time.GetUtcNow() - _mined[^1].At >= BlockTime)
        )
        {
            _waiting.RemoveWhere(hash => _signed[hash].Nonce == _mined.Count);
            _mined.Add((_signed[next].OrderId, next, time.GetUtcNow()));
        }
    }
}

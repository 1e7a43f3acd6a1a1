using System.Diagnostics;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Commands;

/// <summary>Runs one seed after the other on a few threads of its own.</summary>
internal sealed class ManySeeds(Case first, int count, int threads)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ulong, Outcome> _broken = [];
    private readonly SortedDictionary<string, long> _seen = new(StringComparer.Ordinal);
    private int _next;
    private long _transactions;
    private long _faults;
    private long _processes;
    private ulong _hash;

    /// <summary>The failing runs by their seeds.</summary>
    public IReadOnlyDictionary<ulong, Outcome> Broken => _broken;

    /// <summary>Over the trace hashes of all seeds, in no order.</summary>
    public ulong Hash => _hash;

    /// <summary>How often each kind of fault was thrown, and each end came.</summary>
    public IReadOnlyDictionary<string, long> Seen => _seen;

    public long Transactions => _transactions;

    public long Faults => _faults;

    public long Processes => _processes;

    public int Run(TextWriter to)
    {
        var watch = Stopwatch.StartNew();
        Run(outcome => to.WriteLine(Report.Line(outcome)));
        to.WriteLine(string.Join(", ", _seen.Select(seen => $"{seen.Key} {seen.Value}")));
        to.WriteLine(
            $"{count} seeds from {first.Seed}: {_broken.Count} broken, {_transactions} transactions, {_faults} faults, {_processes} processes, "
                + $"{watch.Elapsed.TotalSeconds:0.0} s on {threads} threads, {Environment.CpuUsage.TotalTime.TotalMilliseconds / count:0.0} ms of CPU a seed, "
                + $"trace {_hash:x16}, work items of the thread pool {ThreadPool.CompletedWorkItemCount + ThreadPool.PendingWorkItemCount}"
        );
        return _broken.Count == 0 ? 0 : 1;
    }

    public void Run(Action<Outcome> whenBroken)
    {
        var workers = Enumerable
            .Range(0, threads)
            .Select(number => new Thread(() => Work(whenBroken)) { Name = $"Simulation {number}" })
            .ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
    }

    private void Work(Action<Outcome> whenBroken)
    {
        while (Interlocked.Increment(ref _next) is var number && number <= count)
        {
            var outcome = Runner.Run(first with { Seed = first.Seed + (ulong)(number - 1) });
            lock (_gate)
            {
                _hash ^= Engine.Dice.Mix(outcome.Hash ^ outcome.Case.Seed);
                foreach (var seen in outcome.Ends.Concat(outcome.Faults.Values.Select(fault => $"{fault}")))
                {
                    _seen[seen] = _seen.GetValueOrDefault(seen) + 1;
                }

                _transactions += outcome.Transactions.Count;
                _faults += outcome.Faults.Count;
                _processes += outcome.Processes;
                if (outcome.Broken is not null)
                {
                    _broken.Add(outcome.Case.Seed, outcome);
                    whenBroken(outcome);
                }
            }
        }
    }
}

using System.Diagnostics.Metrics;

namespace Anchor.Storage;

/// <summary>The meter <c>Anchor.Storage</c>: how much is committed, how many rows share a commit, how long it takes.</summary>
public sealed class StorageMetrics
{
    public const string MeterName = "Anchor.Storage";

    private readonly Counter<long> _commits;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _refusals;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _latency;

    public StorageMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _commits = meter.CreateCounter<long>("anchor.storage.commits", "{commit}", "Durable commits");
        _failures = meter.CreateCounter<long>(
            "anchor.storage.commit.failures",
            "{commit}",
            "Commits of unknown outcome"
        );
        _rows = meter.CreateCounter<long>("anchor.storage.rows", "{row}", "Row operations made durable");
        _refusals = meter.CreateCounter<long>(
            "anchor.storage.refusals",
            "{unit}",
            "Units refused as stale or conflicting"
        );
        _batchSize = meter.CreateHistogram<int>("anchor.storage.batch.size", "{unit}", "Units that shared a commit");
        _latency = meter.CreateHistogram<double>(
            "anchor.storage.commit.duration",
            "s",
            "From the first row to durable"
        );
    }

    internal void Committed(int units, int rows, int refused, TimeSpan elapsed)
    {
        _commits.Add(1);
        _rows.Add(rows);
        _refusals.Add(refused);
        _batchSize.Record(units);
        _latency.Record(elapsed.TotalSeconds);
    }

    internal void Failed() => _failures.Add(1);
}

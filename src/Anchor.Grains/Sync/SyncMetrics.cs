using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Anchor.Domain.Sync;

namespace Anchor.Grains.Sync;

/// <summary>The meter <c>Anchor.Sync</c>: how far each network is, how fast, and what goes wrong.</summary>
public sealed class SyncMetrics
{
    public const string MeterName = "Anchor.Sync";

    private readonly ConcurrentDictionary<string, BlockSyncState> _states = new(StringComparer.Ordinal);
    private readonly Counter<long> _blocks;
    private readonly Counter<long> _vertices;
    private readonly Counter<long> _takenBack;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _steps;

    public SyncMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _blocks = meter.CreateCounter<long>("anchor.sync.blocks", "{block}", "Blocks taken in");
        _vertices = meter.CreateCounter<long>("anchor.sync.vertices", "{vertex}", "Vertices taken in or away");
        _takenBack = meter.CreateCounter<long>("anchor.sync.reorg.blocks", "{block}", "Blocks taken back by reorgs");
        _failures = meter.CreateCounter<long>("anchor.sync.failures", "{step}", "Steps that failed");
        _steps = meter.CreateHistogram<double>("anchor.sync.step.duration", "s", "How long a step takes");
        meter.CreateObservableGauge(
            "anchor.sync.tip",
            () => Each(state => state.TipHeight ?? -1),
            "{block}",
            "Our height"
        );
        meter.CreateObservableGauge(
            "anchor.sync.lag",
            () => Each(state => Math.Max(0, (state.BestHeight ?? 0) - (state.TipHeight ?? -1))),
            "{block}",
            "Blocks that the node has and we have not"
        );
        meter.CreateObservableGauge(
            "anchor.sync.status",
            () => Each(state => (long)state.Status),
            "{status}",
            "0 idle, 1 syncing, 2 reorg, 3 failure"
        );
    }

    internal void Changed(string network, BlockSyncState before, BlockSyncState after)
    {
        _states[network] = after;
        if (after.Reorgs is [var newest, ..] && (before.Reorgs is not [var known, ..] || known != newest))
        {
            _takenBack.Add(newest.Depth, Tag(network));
        }
    }

    internal void Stepped(string network, SyncStep step, TimeSpan took)
    {
        _blocks.Add(step.Blocks, Tag(network));
        _vertices.Add(step.Vertices, Tag(network));
        _steps.Record(took.TotalSeconds, Tag(network));
    }

    internal void Failed(string network) => _failures.Add(1, Tag(network));

    private static KeyValuePair<string, object?> Tag(string network) => new("network", network);

    private IEnumerable<Measurement<long>> Each(Func<BlockSyncState, long> value) =>
        _states.Select(state => new Measurement<long>(value(state.Value), Tag(state.Key)));
}

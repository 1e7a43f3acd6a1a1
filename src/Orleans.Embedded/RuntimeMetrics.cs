using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Embedded;

/// <summary>What the runtime counts, on the meter "Orleans.Embedded".</summary>
internal sealed class RuntimeMetrics : IDisposable
{
    private readonly EmbeddedRuntime _runtime;
    private readonly Meter _meter;
    private readonly Counter<long> _ticks;
    private readonly Histogram<double> _storage;

    public RuntimeMetrics(EmbeddedRuntime runtime)
    {
        _runtime = runtime;
        _meter = runtime.Services.GetRequiredService<IMeterFactory>().Create("Orleans.Embedded");
        _meter.CreateObservableUpDownCounter(
            "orleans.embedded.activations",
            () => PerClass(directory => directory.ActivationCount),
            "{activation}",
            "Grains in memory"
        );
        _meter.CreateObservableCounter(
            "orleans.embedded.calls",
            () => PerClass(directory => directory.CallCount),
            "{call}",
            "Calls and timer ticks that have begun"
        );
        _ticks = _meter.CreateCounter<long>(
            "orleans.embedded.reminder.ticks",
            "{tick}",
            "Reminder ticks that have ended"
        );
        _storage = _meter.CreateHistogram<double>(
            "orleans.embedded.storage.duration",
            "s",
            "Storage operations of grains"
        );
    }

    public long Start() => _runtime.Time.GetTimestamp();

    public void RecordStorage(long start, string operation, bool failed) =>
        _storage.Record(
            _runtime.Time.GetElapsedTime(start).TotalSeconds,
            KeyValuePair.Create<string, object?>("operation", operation),
            KeyValuePair.Create<string, object?>("failed", failed)
        );

    public void RecordTick(bool failed) => _ticks.Add(1, KeyValuePair.Create<string, object?>("failed", failed));

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> PerClass(Func<Activations.ActivationDirectory, long> value) =>
        _runtime.Directories.Select(directory => new Measurement<long>(
            value(directory),
            KeyValuePair.Create<string, object?>("grain", directory.Class.GrainType.ToString())
        ));
}

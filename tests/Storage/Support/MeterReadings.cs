using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Anchor.Storage.Tests.Support;

/// <summary>Collects what one meter factory's instruments report.</summary>
internal sealed class MeterReadings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value)> _readings = new();

    public MeterReadings(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((i, value, _, _) => _readings.Enqueue((i.Name, value)));
        _listener.SetMeasurementEventCallback<long>((i, value, _, _) => _readings.Enqueue((i.Name, value)));
        _listener.SetMeasurementEventCallback<double>((i, value, _, _) => _readings.Enqueue((i.Name, value)));
        _listener.Start();
    }

    public double[] Of(string name) =>
        [
            .. _readings
                .Where(reading => string.Equals(reading.Name, name, StringComparison.Ordinal))
                .Select(r => r.Value),
        ];

    public void Dispose() => _listener.Dispose();
}

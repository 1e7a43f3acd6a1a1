using System.Diagnostics.Metrics;
using Anchor.Embedded.Tests.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Embedded.Tests;

public sealed class MetricsTests
{
    [Fact]
    public void Calls_activations_ticks_and_storage_are_counted() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            using var totals = new MeterTotals(runtime.Services.GetRequiredService<IMeterFactory>());

            await runtime.Grains.GetGrain<ICounterGrain>("a").AddAsync(1);
            await runtime.Grains.GetGrain<ICounterGrain>("b").GetAsync();
            await runtime.Grains.GetGrain<ICounterGrain>("b").EndAsync();
            await runtime
                .Grains.GetGrain<IClockGrain>("c")
                .RemindAsync("r", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
            await simulation.DelayAsync(TimeSpan.FromSeconds(150));

            var read = totals.Read();
            Assert.Equal(3, read["orleans.embedded.calls counter"]);
            Assert.Equal(3, read["orleans.embedded.calls clock"]);
            Assert.Equal(1, read["orleans.embedded.activations counter"]);
            Assert.Equal(2, read["orleans.embedded.reminder.ticks False"]);
            Assert.Equal(4, read["orleans.embedded.storage.duration read False"]);
            Assert.Equal(1, read["orleans.embedded.storage.duration write False"]);
        });

    /// <summary>Sums of what one runtime has measured; durations count as one each.</summary>
    private sealed class MeterTotals : IDisposable
    {
        private readonly Dictionary<string, long> _totals = [];
        private readonly MeterListener _listener = new();

        public MeterTotals(object scope)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == scope && instrument.Meter.Name == "Orleans.Embedded")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, 1, tags));
            _listener.Start();
        }

        public Dictionary<string, long> Read()
        {
            _listener.RecordObservableInstruments();
            return _totals;
        }

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}";
            _totals[name] = _totals.GetValueOrDefault(name) + value;
        }
    }
}

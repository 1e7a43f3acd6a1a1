using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Anchor.Api.Operator;

/// <summary>Collects our meters and .NET's, and writes them in Prometheus' text format (0.0.4).</summary>
internal sealed class MetricsText : IDisposable
{
    private const string RuntimeMeter = "Orleans.Embedded";
    private const string OrleansMeter = "Microsoft.Orleans";
    private const string OwnMeters = "Anchor";

    /// <summary>.NET's own: garbage collection, processor time, memory, thread pool.</summary>
    private const string DotnetMeter = "System.Runtime";

    /// <summary>Tags come from closed sets; if one ever does not, the figures stay bounded all the same.</summary>
    private const int MaxSeries = 2000;

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<
        (Instrument Instrument, string Labels),
        (Series Series, ImmutableDictionary<string, string> Tags)
    > _series = new();

    public MetricsText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsWanted(instrument.Meter.Name, instrument.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<byte>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<short>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<float>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((i, value, tags, _) => Record(i, (double)value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Everything that was measured until now.</summary>
    public IReadOnlyList<Figure> Read()
    {
        _listener.RecordObservableInstruments();
        return [.. _series.Select(pair => new Figure(pair.Key.Instrument.Name, pair.Value.Tags, pair.Value.Series))];
    }

    public string Render()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (
            var group in _series
                .GroupBy(pair => pair.Key.Instrument)
                .OrderBy(group => group.Key.Name, StringComparer.Ordinal)
        )
        {
            var name = NameOf(group.Key);
            text.Append("# TYPE ").Append(name).Append(' ').Append(KindOf(group.Key)).Append('\n');
            foreach (var (key, series) in group.OrderBy(pair => pair.Key.Labels, StringComparer.Ordinal))
            {
                series.Series.Write(text, name, key.Labels);
            }
        }

        return text.ToString();
    }

    /// <summary>Of Orleans what is rare enough to count: alarms and activations. Its counters of messages would slow every call.</summary>
    private static bool IsWanted(string meter, string name) =>
        meter is RuntimeMeter or OwnMeters or DotnetMeter
        || meter.StartsWith($"{OwnMeters}.", StringComparison.Ordinal)
        || (
            meter == OrleansMeter
            && (
                name.StartsWith("orleans-reminders-", StringComparison.Ordinal) || name == "orleans-catalog-activations"
            )
        );

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, LabelsOf(tags));
        if (!_series.TryGetValue(key, out var series))
        {
            if (_series.Count >= MaxSeries)
            {
                return;
            }

            series = _series.GetOrAdd(key, (Series.For(instrument), TagsOf(tags)));
        }

        series.Series.Record(value);
    }

    /// <summary>OpenTelemetry's naming: dots become underscores, seconds and totals are named.</summary>
    private static string NameOf(Instrument instrument)
    {
        var name = new string([.. instrument.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
        var unit =
            instrument.Unit == "s" ? "_seconds"
            : instrument.Unit == "ms" ? "_milliseconds"
            : "";
        return name + unit + (KindOf(instrument) == "counter" ? "_total" : "");
    }

    private static string KindOf(Instrument instrument) =>
        instrument.GetType().Name.Split('`')[0] switch
        {
            "Counter" or "ObservableCounter" => "counter",
            "Histogram" => "histogram",
            _ => "gauge",
        };

    private static ImmutableDictionary<string, string> TagsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var read = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
        {
            read[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        return read.ToImmutable();
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            text.Append(text.Length == 0 ? "" : ",")
                .Append(name.Replace('.', '_'))
                .Append("=\"")
                .Append(
                    Convert
                        .ToString(value, CultureInfo.InvariantCulture)
                        ?.Replace("\\", "\\\\", StringComparison.Ordinal)
                        .Replace("\"", "\\\"", StringComparison.Ordinal)
                        .Replace("\n", "\\n", StringComparison.Ordinal)
                )
                .Append('"');
        }

        return text.ToString();
    }
}

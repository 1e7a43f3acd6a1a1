using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Anchor.Api.Operator;

/// <summary>The figures of one instrument with one set of tags.</summary>
internal abstract class Series
{
    public static Series For(Instrument instrument) =>
        instrument.GetType().Name.Split('`')[0] switch
        {
            "Counter" or "UpDownCounter" => new Sum(),
            "Histogram" => new Buckets(instrument.Unit == "ms" ? 1000 : 1),
            _ => new Last(),
        };

    public abstract void Record(double value);

    public abstract void Write(StringBuilder text, string name, string labels);

    private static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>Adds up.</summary>
    private sealed class Sum : Series
    {
        private readonly Lock _gate = new();
        private double _sum;

        public override void Record(double value)
        {
            lock (_gate)
            {
                _sum += value;
            }
        }

        public override void Write(StringBuilder text, string name, string labels) =>
            WriteLine(text, name, labels, Volatile.Read(ref _sum));
    }

    /// <summary>Observed: the last value stands.</summary>
    private sealed class Last : Series
    {
        private double _value;

        public override void Record(double value) => Volatile.Write(ref _value, value);

        public override void Write(StringBuilder text, string name, string labels) =>
            WriteLine(text, name, labels, Volatile.Read(ref _value));
    }

    /// <summary>A histogram over bounds that suit durations from a millisecond to minutes.</summary>
    private sealed class Buckets(double scale) : Series
    {
        private static readonly double[] Bounds =
        [
            0.001,
            0.0025,
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10,
            30,
            60,
            300,
        ];

        private readonly long[] _counts = new long[Bounds.Length + 1];
        private double _sum;

        public override void Record(double value)
        {
            var index = Array.FindIndex(Bounds, bound => value <= bound * scale);
            lock (_counts)
            {
                _counts[index < 0 ? Bounds.Length : index]++;
                _sum += value;
            }
        }

        public override void Write(StringBuilder text, string name, string labels)
        {
            lock (_counts)
            {
                var total = 0L;
                for (var i = 0; i <= Bounds.Length; i++)
                {
                    total += _counts[i];
                    var bound =
                        i == Bounds.Length ? "+Inf" : (Bounds[i] * scale).ToString("R", CultureInfo.InvariantCulture);
                    var prefix = labels.Length == 0 ? "" : $"{labels},";
                    WriteLine(text, $"{name}_bucket", $"{prefix}le=\"{bound}\"", total);
                }

                WriteLine(text, $"{name}_sum", labels, _sum);
                WriteLine(text, $"{name}_count", labels, total);
            }
        }
    }
}

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

    /// <summary>The sum, or the last value that was observed.</summary>
    public abstract double Value { get; }

    /// <summary>How many values a histogram has.</summary>
    public virtual long Count => 0;

    public abstract void Record(double value);

    /// <summary>The bound of a histogram below which this part of its values lies, in the instrument's unit; infinite beyond the last.</summary>
    public virtual double Quantile(double part) => double.NaN;

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

        public override double Value => Volatile.Read(ref _sum);

        public override void Record(double value)
        {
            lock (_gate)
            {
                _sum += value;
            }
        }

        public override void Write(StringBuilder text, string name, string labels) =>
            WriteLine(text, name, labels, Value);
    }

    /// <summary>Observed: the last value stands.</summary>
    private sealed class Last : Series
    {
        private double _value;

        public override double Value => Volatile.Read(ref _value);

        public override void Record(double value) => Volatile.Write(ref _value, value);

        public override void Write(StringBuilder text, string name, string labels) =>
            WriteLine(text, name, labels, Value);
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

        public override double Value => Volatile.Read(ref _sum);

        public override long Count
        {
            get
            {
                lock (_counts)
                {
                    return _counts.Sum();
                }
            }
        }

        public override double Quantile(double part)
        {
            lock (_counts)
            {
                var wanted = _counts.Sum() * part;
                var below = 0L;
                for (var i = 0; i < Bounds.Length; i++)
                {
                    below += _counts[i];
                    if (below >= wanted)
                    {
                        return Bounds[i] * scale;
                    }
                }

                return double.PositiveInfinity;
            }
        }

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

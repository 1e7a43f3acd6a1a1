namespace Anchor.Simulation.Engine;

/// <summary>
/// Randomness by name: a seed and a name give the same number whatever else happened before, so that leaving one event out of a run
/// does not throw all the others anew.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private readonly ulong _seed = Mix(seed + 1);

    public ulong Roll(string name) => Mix(_seed ^ HashOf(name));

    /// <summary>From 0 up to but not including 1.</summary>
    public double Fraction(string name) => (Roll(name) >> 11) / (double)(1UL << 53);

    public bool Chance(string name, double probability) => probability > 0 && Fraction(name) < probability;

    /// <summary>From <paramref name="from"/> up to and including <paramref name="to"/>.</summary>
    public int Between(string name, int from, int to) => from + (int)(Roll(name) % (ulong)(to - from + 1));

    public TimeSpan Between(string name, TimeSpan from, TimeSpan to) =>
        from + TimeSpan.FromMilliseconds(Math.Floor((to - from).TotalMilliseconds * Fraction(name)));

    public T Pick<T>(string name, params ReadOnlySpan<T> choices) => choices[Between(name, 0, choices.Length - 1)];

    /// <summary>One step of SplitMix64.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>FNV-1a over UTF-16 units: the same in every process, which string.GetHashCode is not.</summary>
    public static ulong HashOf(string text, ulong from = 0xCBF29CE484222325)
    {
        foreach (var c in text)
        {
            from = (from ^ c) * 0x100000001B3;
        }

        return from;
    }
}

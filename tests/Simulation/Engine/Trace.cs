namespace Anchor.Simulation.Engine;

/// <summary>The hash over everything that happened, in its order; and, when a run is looked at, what that was in words.</summary>
internal sealed class Trace(Timeline timeline, bool keepsLines)
{
    private readonly DateTimeOffset _start = timeline.Now;
    private readonly List<string> _lines = [];

    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    public IReadOnlyList<string> Lines => _lines;

    public bool KeepsLines => keepsLines;

    public void Add(int turn) => Hash = Dice.Mix(Hash ^ (ulong)turn);

    public void Add(string text) => Hash = Dice.Mix(Dice.HashOf(text, Hash) ^ (ulong)timeline.Now.UtcTicks);

    /// <summary>A line for whoever reads the history; it counts for the hash too.</summary>
    public void Tell(string text)
    {
        Add(text);
        Note(text);
    }

    /// <summary>A line for whoever reads the history.</summary>
    public void Note(string text)
    {
        if (keepsLines)
        {
            _lines.Add($"{timeline.Now - _start:hh\\:mm\\:ss\\.fff}  {text}");
        }
    }
}

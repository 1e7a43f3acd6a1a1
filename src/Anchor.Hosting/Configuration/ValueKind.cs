namespace Anchor.Hosting.Configuration;

/// <summary>How a setting's text is read. <paramref name="Expected"/> completes the sentence "… is not …".</summary>
internal sealed record ValueKind<T>(string Expected, TryRead<T> TryRead)
{
    /// <summary>Says more of a mistake that is often made; null where there is no more to say. Must not repeat the text.</summary>
    public Func<string, string?>? Explain { get; init; }

    /// <summary>What is wrong with the text, as the rest of a sentence. A text that may hold a password is not repeated.</summary>
    public string FaultOf(string text, bool isSecret) =>
        Explain?.Invoke(text)
        ?? (isSecret || text.Contains('@', StringComparison.Ordinal) ? "the value" : $"\"{Printable(text)}\"")
            + $" is not {Expected}";

    private static string Printable(string text)
    {
        const int Most = 80;
        var line = string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return line.Length <= Most ? line : line[..Most] + "...";
    }
}

internal delegate bool TryRead<T>(string text, out T value);

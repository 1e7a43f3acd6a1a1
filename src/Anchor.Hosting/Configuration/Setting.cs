namespace Anchor.Hosting.Configuration;

/// <summary>One thing that can be configured.</summary>
/// <param name="Name">The name in the environment and in <c>.env</c>.</param>
/// <param name="Path">The place in <c>anchor.json</c>, levels separated by colons.</param>
/// <param name="Default">What holds without it, in words.</param>
internal abstract record Setting(string Name, string Path, string Default, string Summary)
{
    /// <summary>Polaris takes each of its settings under this prefix too.</summary>
    private const string Prefix = "POLARIS_";

    /// <summary>Older names that mean the same.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>A secret's value is never shown, not even in a message about a fault.</summary>
    public bool IsSecret { get; init; }

    /// <summary>All names under which a source may give it, the first one first.</summary>
    public IEnumerable<string> Names => [Name, Path, .. Aliases, Prefix + Name];
}

internal sealed record Setting<T>(string Name, string Path, ValueKind<T> Kind, string Default, string Summary)
    : Setting(Name, Path, Default, Summary);

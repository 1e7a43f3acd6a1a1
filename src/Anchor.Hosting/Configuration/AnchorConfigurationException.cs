using System.Collections.Immutable;

namespace Anchor.Hosting.Configuration;

/// <summary>The configuration is wrong: every fault is one line, and all of them are here.</summary>
public sealed class AnchorConfigurationException(ImmutableArray<string> faults)
    : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>The exit code of a program that cannot start for this reason.</summary>
    public const int ExitCode = 2;

    public ImmutableArray<string> Faults { get; } = faults;
}

using Anchor.Hosting.Configuration;

namespace Anchor.Silo.Operator;

/// <summary>What the program's commands end with; docs/commands.md has the table.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Something was not done; it was printed what.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use, or wrong configuration.</summary>
    public const int WrongUse = AnchorConfigurationException.ExitCode;

    /// <summary>The server cannot be reached, or the command was interrupted.</summary>
    public const int Unreachable = 3;
}

using Spectre.Console;

namespace Anchor.Silo.Commands;

/// <summary>Where tables are drawn.</summary>
internal static class Screen
{
    private const int FileWidth = 500;

    /// <summary>A file or a pipe has no width: let no line be broken, nor any coloured, for the sake of a terminal that is not there.</summary>
    public static void Widen(int width = FileWidth)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = width;
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }
    }
}

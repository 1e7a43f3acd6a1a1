using System.Text;

namespace Anchor.Silo.Commands;

/// <summary>Asks for a secret: the flag where it was given, else the environment, else the input, without showing it.</summary>
internal static class SecretInput
{
    /// <summary>Null if there is none.</summary>
    /// <param name="flag">The flag's name, for the warning.</param>
    /// <param name="given">The flag's value.</param>
    /// <param name="variable">The variable of the environment that may hold it.</param>
    /// <param name="question">What a person is asked.</param>
    public static string? Read(string flag, string? given, string variable, string question)
    {
        if (!string.IsNullOrEmpty(given))
        {
            Warn(flag);
            return given;
        }

        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
        {
            return value.Trim();
        }

        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine()?.Trim() is { Length: > 0 } line ? line : null;
        }

        Console.Error.Write(question);
        return ReadHidden();
    }

    public static void Warn(string flag) =>
        Console.Error.WriteLine(
            $"{flag}: other users of this machine can see what stands on a command line, and the shell keeps it."
        );

    private static string? ReadHidden()
    {
        var text = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    Console.Error.WriteLine();
                    return text.Length > 0 ? text.ToString().Trim() : null;
                case ConsoleKey.Backspace when text.Length > 0:
                    text.Length--;
                    break;
                default:
                    text.Append(key.KeyChar is '\0' or '\b' ? "" : key.KeyChar);
                    break;
            }
        }
    }
}

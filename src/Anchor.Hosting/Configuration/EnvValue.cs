using System.Text;

namespace Anchor.Hosting.Configuration;

/// <summary>What stands right of the sign in a line of <c>.env</c>.</summary>
/// <param name="Fault">Why it cannot be taken; never any part of the value, which may be a secret.</param>
/// <param name="HasReference">Whether other readers of such files would put another value in.</param>
internal readonly record struct EnvValue(string Text, string? Fault, bool HasReference)
{
    /// <summary>Reads one value.</summary>
    /// <param name="rest">What follows the sign, without spaces at either end.</param>
    /// <param name="spaceBefore">Whether there were spaces between the two: a comment may begin then.</param>
    public static EnvValue Read(string rest, bool spaceBefore)
    {
        if (rest.Length > 0 && rest[0] is '"' or '\'')
        {
            return ReadQuoted(rest);
        }

        if (spaceBefore && rest.StartsWith('#'))
        {
            return new EnvValue("", null, false);
        }

        var end = 0;
        while (end < rest.Length && !(rest[end] == '#' && end > 0 && char.IsWhiteSpace(rest[end - 1])))
        {
            end++;
        }

        return Good(rest[..end].TrimEnd());
    }

    private static EnvValue ReadQuoted(string rest)
    {
        var quote = rest[0];
        var text = new StringBuilder();
        var i = 1;
        while (i < rest.Length && rest[i] != quote)
        {
            if (rest[i] == '\\' && i + 1 < rest.Length && Escaped(quote, rest[i + 1]) is { } plain)
            {
                text.Append(plain);
                i += 2;
                continue;
            }

            text.Append(rest[i++]);
        }

        if (i == rest.Length)
        {
            return Bad("the quote is not closed on its line, and values of several lines are not taken");
        }

        var after = rest[(i + 1)..].TrimStart();
        return after.Length > 0 && after[0] != '#'
            ? Bad("something follows the closing quote; the whole value must stand between the quotes")
            : Good(text.ToString(), quote == '"');
    }

    /// <summary>Null: the backslash stands for itself.</summary>
    private static char? Escaped(char quote, char next) =>
        next switch
        {
            '\\' or '\'' => next,
            _ when quote == '\'' => null,
            '"' => next,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'v' => '\v',
            _ => null,
        };

    private static EnvValue Good(string text, bool expands = true) =>
        new(text, null, expands && text.Contains("${", StringComparison.Ordinal));

    private static EnvValue Bad(string why) => new("", why, false);
}

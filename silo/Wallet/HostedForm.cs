using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;

namespace Anchor.Silo.Wallet;

/// <summary>The first form of a page, as a browser would see it.</summary>
/// <param name="Action">Where it is sent.</param>
internal sealed partial record HostedForm(Uri Action, ImmutableArray<FormField> Fields)
{
    private const RegexOptions Reading =
        RegexOptions.IgnoreCase
        | RegexOptions.Singleline
        | RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture;
    private const int Longest = 1000;

    /// <summary>Null if the page has none: there is nothing left to do.</summary>
    public static HostedForm? Find(string html, Uri page)
    {
        if (Forms().Match(html) is not { Success: true } form)
        {
            return null;
        }

        var action = Attribute(form.Groups["attributes"].Value, "action");
        return new HostedForm(
            string.IsNullOrEmpty(action) ? page : new Uri(page, action),
            [.. Controls().Matches(form.Groups["body"].Value).Select(ReadField).Where(field => field.Name.Length > 0)]
        );
    }

    /// <summary>What a user sends: what the form holds already, and an answer to each question.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fill(IReadOnlyDictionary<string, string> answers) =>
        Fields
            .Select(field => KeyValuePair.Create(field.Name, field.AnswerFrom(answers)))
            .Where(pair => pair.Value is not null)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value!));

    private static FormField ReadField(Match control)
    {
        var attributes = control.Groups["attributes"].Value;
        var tag = control.Groups["tag"].Value.ToUpperInvariant();
        var options = control.Groups["options"].Success ? control.Groups["options"].Value : "";
        var chosen = tag == "SELECT" ? FirstChoice(options) : null;
        return new FormField(
            Attribute(attributes, "name") ?? "",
            tag == "INPUT" ? (Attribute(attributes, "type") ?? "text").ToUpperInvariant() : tag,
            chosen ?? Attribute(attributes, "value") ?? ""
        );
    }

    private static string? FirstChoice(string options) =>
        Options()
            .Matches(options)
            .Select(option => Attribute(option.Groups["attributes"].Value, "value"))
            .FirstOrDefault(value => !string.IsNullOrEmpty(value));

    private static string? Attribute(string attributes, string name) =>
        Attributes()
            .Matches(attributes)
            .Where(match => match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(match => WebUtility.HtmlDecode(match.Groups["value"].Value))
            .FirstOrDefault();

    [GeneratedRegex("<form(?<attributes>[^>]*)>(?<body>.*?)</form>", Reading, Longest)]
    private static partial Regex Forms();

    [GeneratedRegex(
        "<(?<tag>select)(?<attributes>[^>]*)>(?<options>.*?)</select>|<(?<tag>input|textarea|button)(?<attributes>[^>]*)>",
        Reading,
        Longest
    )]
    private static partial Regex Controls();

    [GeneratedRegex("<option(?<attributes>[^>]*)>", Reading, Longest)]
    private static partial Regex Options();

    [GeneratedRegex("(?<name>[a-z-]+)\\s*=\\s*\"(?<value>[^\"]*)\"", Reading, Longest)]
    private static partial Regex Attributes();
}

/// <summary>One control of a form. The type is in capitals.</summary>
internal sealed record FormField(string Name, string Type, string Value)
{
    /// <summary>Null: the control is not sent.</summary>
    public string? AnswerFrom(IReadOnlyDictionary<string, string> answers) =>
        Type switch
        {
            "HIDDEN" => Value,
            "SUBMIT" or "BUTTON" or "RESET" or "FILE" or "RADIO" => null,
            "CHECKBOX" => Value.Length > 0 ? Value : "on",
            _ when answers.TryGetValue(Name, out var answer) => answer,
            _ when Value.Length > 0 => Value,
            "EMAIL" => "ada@example.com",
            "DATE" => "1990-01-31",
            "NUMBER" => "1",
            _ => "Ada Example",
        };
}

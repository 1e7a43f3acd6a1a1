using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;

namespace Anchor.Hosting.Facilitator;

/// <summary>A place in a configuration file: reads values, and notes every fault as one line that names the file and the place.</summary>
internal sealed class ConfigNode
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private readonly List<string> _faults;
    private readonly JsonElement? _element;

    private ConfigNode(string file, string place, JsonElement? element, List<string> faults)
    {
        File = file;
        Place = place;
        _element = element;
        _faults = faults;
    }

    public string File { get; }

    public string Place { get; }

    public bool Exists => _element is { ValueKind: not JsonValueKind.Null };

    /// <summary>The file's content; what is wrong with it is among the faults, and the node is empty then.</summary>
    public static ConfigNode Load(string file, List<string> faults)
    {
        try
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllText(file), Lenient);
            return new ConfigNode(file, "", document.RootElement.Clone(), faults);
        }
        catch (JsonException e)
        {
            faults.Add($"{file}: line {e.LineNumber + 1} is not JSON.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{file}: {e.Message}");
        }

        return new ConfigNode(file, "", null, faults);
    }

    /// <summary>The first of the members that is there: names changed over the years.</summary>
    public ConfigNode this[params ReadOnlySpan<string> names]
    {
        get
        {
            foreach (var name in names)
            {
                if (_element is { ValueKind: JsonValueKind.Object } e && e.TryGetProperty(name, out var member))
                {
                    return At(name, member);
                }
            }

            return At(names[0], null);
        }
    }

    public IEnumerable<(string Name, ConfigNode Node)> Members() =>
        _element is { ValueKind: JsonValueKind.Object } e
            ? e.EnumerateObject().Select(member => (member.Name, At(member.Name, member.Value))).ToImmutableArray()
            : [];

    public IEnumerable<ConfigNode> Items() =>
        _element is { ValueKind: JsonValueKind.Array } e
            ? e.EnumerateArray()
                .Select((item, i) => At(i.ToString(CultureInfo.InvariantCulture), item))
                .ToImmutableArray()
            : [];

    public void Fault(string what) => _faults.Add($"{File}: {(Place.Length == 0 ? "" : $"{Place}: ")}{what}");

    /// <summary>Notes a fault if it is not there.</summary>
    public bool Require()
    {
        if (!Exists)
        {
            Fault("is missing.");
        }

        return Exists;
    }

    public string? Text() =>
        !Exists ? null
        : _element!.Value.ValueKind is JsonValueKind.String ? _element.Value.GetString()
        : _element.Value.ValueKind is JsonValueKind.Number ? _element.Value.GetRawText()
        : Wrong("a text");

    public string? Raw() => Exists ? _element!.Value.GetRawText() : null;

    public EthereumAddress? Address() =>
        Text() is not { } text ? null
        : EthereumAddress.TryParse(text, out var address) ? address
        : Bad<EthereumAddress>(
            $"\"{text}\" is no address (0x and 40 hexadecimal digits, with the right checksum if any)."
        );

    public long? Number(long least, long most) =>
        Text() is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
        : Bad<long>($"\"{text}\" is no whole number from {least} to {most}.");

    public TokenAmount? Amount() =>
        Text() is not { } text ? null
        : TokenAmount.TryParse(text, out var amount) ? amount
        : Bad<TokenAmount>($"\"{text}\" is no uint256 in decimal digits.");

    public TimeSpan? Seconds() =>
        Text() is not { } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
        : Bad<TimeSpan>($"\"{text}\" is no number of seconds up to a day.");

    public Uri? Url(params ReadOnlySpan<string> schemes)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && schemes.Contains(url.Scheme))
        {
            return url;
        }

        Fault($"\"{text}\" is no address beginning with {string.Join(" or ", schemes.ToArray())}.");
        return null;
    }

    private ConfigNode At(string name, JsonElement? element) =>
        new(File, Place.Length == 0 ? name : $"{Place}.{name}", element, _faults);

    private T? Bad<T>(string what)
        where T : struct
    {
        Fault(what);
        return null;
    }

    private string? Wrong(string expected)
    {
        Fault($"is not {expected}.");
        return null;
    }
}

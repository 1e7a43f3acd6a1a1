using System.Text.RegularExpressions;

namespace Anchor.Silo.Wallet;

/// <summary>The keys of an anchor's stellar.toml (SEP-1) that a wallet needs here.</summary>
internal sealed partial record AnchorToml(
    string NetworkPassphrase,
    string SigningKey,
    Uri WebAuthEndpoint,
    Uri TransferServer,
    Uri? HorizonUrl,
    IReadOnlyList<(string Code, string Issuer)> Currencies
)
{
    /// <summary>Reads <c>KEY = "value"</c> lines; all that is needed is written that way.</summary>
    public static AnchorToml Parse(string text)
    {
        var (top, currencies) = Read(text);
        return new AnchorToml(
            Need("NETWORK_PASSPHRASE"),
            Need("SIGNING_KEY"),
            new Uri(Need("WEB_AUTH_ENDPOINT")),
            new Uri(Need("TRANSFER_SERVER_SEP0024")),
            top.TryGetValue("HORIZON_URL", out var horizon) ? new Uri(horizon) : null,
            [
                .. currencies
                    .Where(currency => currency.ContainsKey("code") && currency.ContainsKey("issuer"))
                    .Select(currency => (currency["code"], currency["issuer"])),
            ]
        );

        string Need(string key) =>
            top.TryGetValue(key, out var value)
                ? value
                : throw new WalletException($"The anchor's stellar.toml has no {key}.");
    }

    /// <summary>The keys before the first table.</summary>
    public static IReadOnlyDictionary<string, string> TopLevel(string text) => Read(text).Top;

    private static (Dictionary<string, string> Top, List<Dictionary<string, string>> Currencies) Read(string text)
    {
        Dictionary<string, string> top = [];
        List<Dictionary<string, string>> currencies = [];
        var current = top;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith('['))
            {
                current = [];
                if (line.StartsWith("[[CURRENCIES]]", StringComparison.Ordinal))
                {
                    currencies.Add(current);
                }
            }
            else if (KeyAndText().Match(line) is { Success: true } match)
            {
                current[match.Groups["key"].Value] = Regex.Unescape(match.Groups["text"].Value);
            }
        }

        return (top, currencies);
    }

    [GeneratedRegex(
        "^(?<key>[A-Za-z0-9_]+)\\s*=\\s*\"(?<text>([^\"\\\\]|\\\\.)*)\"",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex KeyAndText();
}

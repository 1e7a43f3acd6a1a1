using System.Text.RegularExpressions;
using Anchor.Api.Look;

namespace Anchor.Api.Sep1;

/// <summary>Own content of stellar.toml, read from text, and the rules by which it is laid over the server's.</summary>
internal sealed partial class OwnToml
{
    private const string Currencies = "CURRENCIES";
    private const string Documentation = "DOCUMENTATION";
    private const string Accounts = "ACCOUNTS";

    // Polaris looks for them in this order; the first is for LOCAL_MODE alone.
    private static readonly string[] LocalNames = ["local-stellar.toml", "polaris/local-stellar.toml"];
    private static readonly string[] Names = ["stellar.toml", "polaris/stellar.toml"];

    // What the server publishes of these is true whatever a file says.
    private static readonly string[] AlwaysOurs =
    [
        "VERSION",
        "NETWORK_PASSPHRASE",
        "SIGNING_KEY",
        "WEB_AUTH_ENDPOINT",
        "WEB_AUTH_FOR_CONTRACTS_ENDPOINT",
        "WEB_AUTH_CONTRACT_ID",
        "TRANSFER_SERVER",
        "TRANSFER_SERVER_SEP0024",
        "KYC_SERVER",
        "DIRECT_PAYMENT_SERVER",
        "ANCHOR_QUOTE_SERVER",
    ];

    private readonly IReadOnlyList<TomlTable> _tables;

    private OwnToml(IReadOnlyList<TomlTable> tables) => _tables = tables;

    public static OwnToml None { get; } = new([new TomlTable("", IsEntry: false)]);

    /// <summary>The name that the pages show too.</summary>
    public string? OrganizationName => DocumentationText("ORG_NAME");

    public string? SupportEmail => DocumentationText("ORG_SUPPORT_EMAIL");

    /// <summary>Reads the file of the static folder, if there is one.</summary>
    public static OwnToml Load(string folder, bool localMode, List<string> faults)
    {
        var path = (localMode ? [.. LocalNames, .. Names] : Names)
            .Select(name => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        if (path is null || OwnFolder.ReadText(path, faults) is not { } text)
        {
            return None;
        }

        try
        {
            return Parse(text, path);
        }
        catch (FormatException e)
        {
            faults.Add(e.Message);
            return None;
        }
    }

    /// <summary>Reads content from text.</summary>
    /// <exception cref="FormatException">It is not TOML; the message is one line.</exception>
    public static OwnToml Parse(string text, string source) => new(TomlReader.Read(text, source));

    /// <summary>Lays this over the tables of the server.</summary>
    /// <param name="overruled">Gets the keys whose value here differs from the server's, which stays.</param>
    public void LayOver(List<TomlTable> tables, List<string>? overruled = null)
    {
        foreach (var table in _tables)
        {
            switch (table.Name)
            {
                case "":
                    LayOverTop(tables[0].Values, table, overruled);
                    break;
                case Documentation when tables.Find(ours => ours.Name == Documentation) is { } documentation:
                    LayOver(documentation.Values, table.Values);
                    break;
                case Currencies when tables.Find(ours => IsSameCurrency(ours, table)) is { } currency:
                    LayOver(currency.Values, table.Values, except: ["code", "issuer"]);
                    break;
                default:
                    tables.Add(table with { Values = new(table.Values, StringComparer.Ordinal) });
                    break;
            }
        }
    }

    private static void LayOverTop(OrderedDictionary<string, string> ours, TomlTable own, List<string>? overruled)
    {
        foreach (var (key, value) in own.Values)
        {
            if (key == Accounts && ours.TryGetValue(key, out var accounts))
            {
                ours[key] = Union(accounts, value);
            }
            else if (!AlwaysOurs.Contains(key, StringComparer.Ordinal) || !ours.TryGetValue(key, out var published))
            {
                ours[key] = value;
            }
            else if (TomlTable.Unquote(published) != TomlTable.Unquote(value))
            {
                overruled?.Add(key);
            }
        }
    }

    private static void LayOver(
        OrderedDictionary<string, string> ours,
        OrderedDictionary<string, string> own,
        params string[] except
    )
    {
        foreach (var (key, value) in own.Where(pair => !except.Contains(pair.Key, StringComparer.Ordinal)))
        {
            ours[key] = value;
        }
    }

    private static bool IsSameCurrency(TomlTable ours, TomlTable own) =>
        ours.Name == Currencies
        && ours.Text("code") is { } code
        && code == own.Text("code")
        && own.Text("issuer") is var issuer
        && (issuer is null || issuer == ours.Text("issuer"));

    private static string Union(string ours, string own) =>
        $"[{string.Join(", ", Account().Matches(ours + own).Select(match => match.Value).Distinct().Select(account => $"\"{account}\""))}]";

    private string? DocumentationText(string key) =>
        _tables.FirstOrDefault(table => table.Name == Documentation)?.Text(key) is { Length: > 0 } text ? text : null;

    [GeneratedRegex("G[A-Z2-7]{55}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Account();
}

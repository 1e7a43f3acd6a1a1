using Anchor.Stellar;

namespace Anchor.Api;

/// <summary>Everything the HTTP side is told from outside. Checked at start by <see cref="AnchorApiOptionsValidator"/>.</summary>
public sealed class AnchorApiOptions
{
    /// <summary>Where clients reach this server, without a path: <c>https://anchor.example</c>.</summary>
    public Uri? HostUrl { get; set; }

    public string NetworkPassphrase { get; set; } = Network.Testnet.Passphrase;

    /// <summary>The key published as <c>SIGNING_KEY</c>; it signs SEP-10 challenges.</summary>
    public KeyPair? SigningKey { get; set; }

    /// <summary>The secret of the HS256 tokens. At least 32 bytes outside local mode.</summary>
    public string JwtKey { get; set; } = "";

    /// <summary>The numbers of the SEPs that are served; the others have no endpoints and no line in stellar.toml.</summary>
    public ISet<int> ActiveSeps { get; } = new HashSet<int> { 1, 10, 24 };

    /// <summary>The home domains that challenges are made for; the first is the default. Empty: the authority of <see cref="HostUrl"/>.</summary>
    public IList<string> HomeDomains { get; } = [];

    /// <summary>The <c>web_auth_domain</c> of challenges. Null: the host name of <see cref="HostUrl"/> without its port.</summary>
    public string? WebAuthDomain { get; set; }

    /// <summary>Development on one machine: plain http, private addresses as client domains, pages for operators open to all.</summary>
    public bool LocalMode { get; set; }

    /// <summary>How long a session token of SEP-10 is good.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long the link to the interactive pages can be opened.</summary>
    public TimeSpan InteractiveTokenLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the user may stay on the interactive pages once they are open.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>When a transaction expires whose pages were never finished.</summary>
    public TimeSpan IncompleteLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>When a transaction expires whose money never came.</summary>
    public TimeSpan TransferLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The largest body of <c>POST /auth</c>.</summary>
    public int MaxAuthBodyBytes { get; set; } = 64 * 1024;

    /// <summary>The largest body of all other requests.</summary>
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>The most transactions that one list holds, and how many it holds unless asked.</summary>
    public int MaxPageSize { get; set; } = 200;

    /// <summary>Whether missing destination accounts are created; told to wallets in <c>/sep24/info</c>.</summary>
    public bool AccountCreation { get; set; } = true;

    /// <summary>Whether deposits can be claimable balances; told to wallets in <c>/sep24/info</c>.</summary>
    public bool ClaimableBalances { get; set; } = true;

    /// <summary>The Horizon server that clients may use; shown on the landing page and in stellar.toml.</summary>
    public Uri? HorizonUrl { get; set; }

    /// <summary>Which runtime carries the grains, for people: <c>Orleans.Embedded</c>, <c>Microsoft Orleans 10</c>.</summary>
    public string RuntimeName { get; set; } = "Orleans.Embedded";

    /// <summary>Networks (CIDR) from which metrics and counts may be read, beside loopback.</summary>
    public IList<string> OperatorNetworks { get; } = [];

    /// <summary>The folder of the business' own files: style.css, a logo, stellar.toml, whatever its templates show. Null: there is none.</summary>
    public string? StaticFolder { get; set; }

    /// <summary>The folder of the business' own page templates. Null: there is none.</summary>
    public string? TemplatesFolder { get; set; }

    public OrganizationOptions Organization { get; } = new();

    public ClientAttributionOptions ClientAttribution { get; } = new();

    /// <summary>Hosts, with all hosts under them, that the status page is never told to call.</summary>
    public ISet<string> CallbackDenyList { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What stellar.toml says of each asset beyond its terms, by asset code.</summary>
    public IDictionary<string, CurrencyOptions> Currencies { get; } =
        new Dictionary<string, CurrencyOptions>(StringComparer.Ordinal);

    /// <summary>The first home domain: <c>anchor.example</c>, <c>localhost:8000</c>.</summary>
    internal string DefaultHomeDomain => HomeDomains.Count > 0 ? HomeDomains[0] : HostUrl!.Authority;

    internal IEnumerable<string> AcceptedHomeDomains => HomeDomains.Count > 0 ? HomeDomains : [HostUrl!.Authority];

    internal string EffectiveWebAuthDomain => WebAuthDomain ?? HostUrl!.Host;

    /// <summary>The base of all URLs, without a slash at the end.</summary>
    internal string BaseUrl => HostUrl!.GetLeftPart(UriPartial.Authority);

    internal bool IsHttps => HostUrl!.Scheme == Uri.UriSchemeHttps;
}

using Anchor.Api.Look;
using Anchor.Api.Sep10;
using Anchor.Api.Sep24;
using Anchor.Domain.Assets;
using Anchor.Grains.Ports;
using Anchor.Stellar;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep1;

/// <summary>Makes the stellar.toml (SEP-1 2.7) of this anchor from its options and assets, with a business' own content laid over it.</summary>
internal sealed class StellarToml(
    IAssetCatalogue assets,
    OwnLook look,
    IEnumerable<IToml> functions,
    IOptions<AnchorApiOptions> options,
    ILogger<StellarToml> logger
)
{
    public const string Path = "/.well-known/stellar.toml";

    private const string SepVersion = "2.7.0";

    private readonly IToml? _function = functions.LastOrDefault();
    private OwnToml _lastGood = OwnToml.None;

    /// <summary>Asks the function, if there is one, for the first time.</summary>
    /// <param name="overruled">Gets the keys of which the server publishes its own value.</param>
    /// <exception cref="FormatException">What it gave is not TOML; the message is one line.</exception>
    public async Task CheckAsync(List<string> overruled, CancellationToken cancellationToken)
    {
        _lastGood = await AskAsync(cancellationToken);
        Render(overruled);
    }

    public async ValueTask<string> RenderAsync(CancellationToken cancellationToken)
    {
        try
        {
            _lastGood = await AskAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Wallets must find the anchor whatever happens to the function.
            logger.TomlFailed(e);
        }

        return Render(overruled: null);
    }

    private async ValueTask<OwnToml> AskAsync(CancellationToken cancellationToken) =>
        _function is null
            ? OwnToml.None
            : OwnToml.Parse(await _function.ContentAsync(cancellationToken), _function.GetType().Name);

    private string Render(List<string>? overruled)
    {
        var ours = RenderOurs();
        if (look.Toml == OwnToml.None && _lastGood == OwnToml.None)
        {
            return ours;
        }

        var tables = TomlReader.Read(ours, Path).ToList();
        look.Toml.LayOver(tables, overruled);
        _lastGood.LayOver(tables, overruled);
        return new TomlWriter().Tables(tables).ToString();
    }

    private string RenderOurs()
    {
        var settings = options.Value;
        var toml = new TomlWriter()
            .String("VERSION", SepVersion)
            .String("NETWORK_PASSPHRASE", settings.NetworkPassphrase)
            .String("SIGNING_KEY", settings.SigningKey!.Account.ToString())
            .String("WEB_AUTH_ENDPOINT", IfActive(10, Sep10Endpoints.Path))
            .String("TRANSFER_SERVER_SEP0024", IfActive(24, Sep24Paths.Base))
            .String("HORIZON_URL", settings.HorizonUrl?.AbsoluteUri.TrimEnd('/'))
            .Strings("ACCOUNTS", [.. assets.All.Select(asset => asset.DistributionAccount).Distinct()]);
        WriteDocumentation(toml, settings);
        foreach (var asset in assets.All.Where(asset => asset.IsEnabled && !asset.Asset.IsNative))
        {
            WriteCurrency(toml, asset, settings);
        }

        return toml.ToString();

        string? IfActive(int sep, string path) => settings.ActiveSeps.Contains(sep) ? settings.BaseUrl + path : null;
    }

    /// <summary>Always there, even if nothing but the name is known: wallets read it without asking whether it exists.</summary>
    private static void WriteDocumentation(TomlWriter toml, AnchorApiOptions settings)
    {
        var organization = settings.Organization;
        toml.Table("DOCUMENTATION")
            .String("ORG_NAME", organization.Name)
            .String("ORG_DBA", organization.Dba)
            .String("ORG_URL", (organization.Url ?? settings.HostUrl!).AbsoluteUri.TrimEnd('/'))
            .String("ORG_LOGO", organization.Logo?.AbsoluteUri)
            .String("ORG_DESCRIPTION", organization.Description)
            .String("ORG_PHYSICAL_ADDRESS", organization.PhysicalAddress)
            .String("ORG_PHONE_NUMBER", organization.PhoneNumber)
            .String("ORG_OFFICIAL_EMAIL", organization.OfficialEmail)
            .String("ORG_SUPPORT_EMAIL", organization.SupportEmail)
            .String("ORG_TWITTER", organization.Twitter)
            .String("ORG_GITHUB", organization.Github)
            .String("ORG_LICENSING_AUTHORITY", organization.LicensingAuthority)
            .String("ORG_LICENSE_TYPE", organization.LicenseType)
            .String("ORG_LICENSE_NUMBER", organization.LicenseNumber);
    }

    private static void WriteCurrency(TomlWriter toml, AssetTerms asset, AnchorApiOptions settings)
    {
        var code = asset.Asset.Code;
        var currency = settings.Currencies.TryGetValue(code, out var known) ? known : new CurrencyOptions();
        var isPublic = settings.NetworkPassphrase == Network.Public.Passphrase;
        toml.Entry("CURRENCIES")
            .String("code", code)
            .String("issuer", asset.Asset.Issuer)
            .String("status", currency.Status ?? (isPublic ? "live" : "test"))
            .Integer("display_decimals", asset.Decimals)
            .String("name", currency.Name ?? code)
            .String("desc", currency.Description ?? $"{code}, issued and redeemed by {settings.Organization.Name}")
            .Boolean("is_asset_anchored", currency.IsAssetAnchored)
            .String("anchor_asset_type", currency.AnchorAssetType)
            .String("anchor_asset", currency.AnchorAsset)
            .String("image", currency.Image?.AbsoluteUri);
    }
}

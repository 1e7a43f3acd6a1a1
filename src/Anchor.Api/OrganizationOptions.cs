namespace Anchor.Api;

/// <summary>Who runs the anchor: the <c>[DOCUMENTATION]</c> of stellar.toml (SEP-1), and the name on the pages. Null members are left out.</summary>
public sealed class OrganizationOptions
{
    public string Name { get; set; } = "Anchor";

    public string? Dba { get; set; }

    public Uri? Url { get; set; }

    public Uri? Logo { get; set; }

    public string? Description { get; set; }

    public string? PhysicalAddress { get; set; }

    public string? PhoneNumber { get; set; }

    public string? OfficialEmail { get; set; }

    public string? SupportEmail { get; set; }

    public string? Twitter { get; set; }

    public string? Github { get; set; }

    public string? LicensingAuthority { get; set; }

    public string? LicenseType { get; set; }

    public string? LicenseNumber { get; set; }
}

/// <summary>What SEP-1 wants to know of a currency and the terms do not say.</summary>
public sealed class CurrencyOptions
{
    /// <summary>At most 20 characters.</summary>
    public string? Name { get; set; }

    public string? Description { get; set; }

    /// <summary><c>live</c>, <c>dead</c>, <c>test</c> or <c>private</c>; null: live on the public network, test elsewhere.</summary>
    public string? Status { get; set; }

    /// <summary>Whether the token can be redeemed for something outside the ledger.</summary>
    public bool IsAssetAnchored { get; set; } = true;

    /// <summary><c>fiat</c>, <c>crypto</c>, <c>nft</c>, <c>stock</c>, <c>bond</c>, <c>commodity</c>, <c>realestate</c> or <c>other</c>.</summary>
    public string AnchorAssetType { get; set; } = "fiat";

    /// <summary>What it is anchored to, such as <c>USD</c>; null: left out.</summary>
    public string? AnchorAsset { get; set; }

    public Uri? Image { get; set; }
}

/// <summary>Which wallets may name themselves by <c>client_domain</c> (SEP-10), and whether they must.</summary>
public sealed class ClientAttributionOptions
{
    /// <summary>Whether a challenge is only made for a known wallet.</summary>
    public bool Required { get; set; }

    /// <summary>If not empty, only these domains are known.</summary>
    public ISet<string> AllowList { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    public ISet<string> DenyList { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The most that reading a wallet's stellar.toml may take.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(3);
}

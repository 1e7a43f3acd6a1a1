using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Stellar.Horizon;

/// <summary>An account: sequence, balances, signers and what its flags allow.</summary>
public sealed record HorizonAccount(
    string AccountId,
    long Sequence,
    int SubentryCount,
    AccountThresholds Thresholds,
    HorizonAccountFlags Flags,
    ImmutableArray<AccountBalance> Balances,
    ImmutableArray<AccountSigner> Signers,
    IReadOnlyDictionary<string, string> Data,
    int NumSponsoring = 0,
    int NumSponsored = 0,
    long LastModifiedLedger = 0,
    long? SequenceLedger = null,
    long? SequenceTime = null,
    string? HomeDomain = null,
    string? Sponsor = null
)
{
    /// <summary>Lumens, in stroops.</summary>
    [JsonIgnore]
    public long NativeBalance => Balances.FirstOrDefault(b => b.AssetType is "native")?.Balance ?? 0;

    /// <summary>The trust line to an asset, or null.</summary>
    public AccountBalance? TrustLine(string code, string issuer) =>
        Balances.FirstOrDefault(b => b.AssetCode == code && b.AssetIssuer == issuer);

    /// <summary>What this account must keep, in stroops, at a given base reserve.</summary>
    public long MinimumBalance(long baseReserve) => (2L + SubentryCount + NumSponsoring - NumSponsored) * baseReserve;
}

/// <summary>The signature weights that operations of each class need.</summary>
public sealed record AccountThresholds(int LowThreshold, int MedThreshold, int HighThreshold);

/// <summary>The authorisation flags of an issuer.</summary>
public sealed record HorizonAccountFlags(
    bool AuthRequired,
    bool AuthRevocable,
    bool AuthImmutable,
    bool AuthClawbackEnabled = false
);

/// <summary>A signer; its key is a StrKey of the kind that <paramref name="Type"/> says.</summary>
public sealed record AccountSigner(string Key, int Weight, string Type, string? Sponsor = null);

/// <summary>A balance with, for a trust line, its limit and authorisation. Amounts in stroops.</summary>
public sealed record AccountBalance(
    string AssetType,
    [property: JsonConverter(typeof(StroopsJsonConverter))] long Balance,
    string? AssetCode = null,
    string? AssetIssuer = null,
    [property: JsonConverter(typeof(StroopsJsonConverter))] long? Limit = null,
    [property: JsonConverter(typeof(StroopsJsonConverter))] long? BuyingLiabilities = null,
    [property: JsonConverter(typeof(StroopsJsonConverter))] long? SellingLiabilities = null,
    bool? IsAuthorized = null,
    bool? IsAuthorizedToMaintainLiabilities = null,
    bool? IsClawbackEnabled = null,
    string? LiquidityPoolId = null,
    string? Sponsor = null
)
{
    [JsonIgnore]
    public HorizonAsset Asset => HorizonAsset.From(AssetType, AssetCode, AssetIssuer)!;

    /// <summary>How much more it can take: the limit less what is held and what open offers may buy.</summary>
    [JsonIgnore]
    public long Room => (Limit ?? long.MaxValue) - Balance - (BuyingLiabilities ?? 0);

    /// <summary>How much of it is free to spend, reserves aside.</summary>
    [JsonIgnore]
    public long Spendable => Balance - (SellingLiabilities ?? 0);
}

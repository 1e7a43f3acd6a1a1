using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Api.Operator.Assets;

/// <summary>What the operator API and the commands say to each other about assets.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
[JsonSerializable(typeof(AssetList))]
[JsonSerializable(typeof(AssetChange))]
[JsonSerializable(typeof(AssetName))]
[JsonSerializable(typeof(AssetAnswer))]
[JsonSerializable(typeof(AssetIssueOrder))]
public sealed partial class AssetsJson : JsonSerializerContext;

/// <summary>All assets of an installation, and the network they are on.</summary>
public sealed record AssetList(string NetworkPassphrase, ImmutableArray<AssetView> Assets);

/// <summary>An asset as operators see it; nothing in it is secret.</summary>
/// <param name="Source"><c>stored</c>, <c>configuration</c> or <c>sandbox</c>; only stored ones can be changed.</param>
/// <param name="Signer">Where an external signer is asked; null if the seed is here.</param>
/// <param name="Open">How many of its transactions are not at their end.</param>
public sealed record AssetView(
    string Code,
    string Issuer,
    string DistributionAccount,
    string Source,
    bool Enabled,
    int Decimals,
    string? Symbol,
    string? Signer,
    ImmutableArray<string> Seps,
    DirectionView Deposit,
    DirectionView Withdrawal,
    long Open
);

/// <summary>The terms of one direction.</summary>
public sealed record DirectionView(bool Enabled, string Min, string Max, string FeeFixed, string FeePercent);

/// <summary>Names an asset; the issuer may be left out where the code alone is clear.</summary>
public sealed record AssetName(string? Code, string? Issuer);

/// <summary>What an asset shall be: all of it for a new one; what is null stays, or is the default.</summary>
public sealed record AssetChange
{
    public string? Code { get; init; }
    public string? Issuer { get; init; }

    /// <summary>The secret seed of the distribution account. It is encrypted before it is stored, and never given out.</summary>
    public string? DistributionSeed { get; init; }

    /// <summary>In place of the seed: where an external signer is asked.</summary>
    public string? Signer { get; init; }

    /// <summary>With a signer: the account that it signs for.</summary>
    public string? DistributionAccount { get; init; }

    public string? Decimals { get; init; }

    /// <summary>An empty one takes the symbol away.</summary>
    public string? Symbol { get; init; }

    /// <summary>Whether the asset moves over a SEP, by the names <c>sep6</c>, <c>sep24</c>, <c>sep31</c>, <c>sep38</c>.</summary>
    public ImmutableSortedDictionary<string, bool> Seps { get; init; } = ImmutableSortedDictionary<string, bool>.Empty;

    public DirectionChange Deposit { get; init; } = new();
    public DirectionChange Withdrawal { get; init; } = new();

    /// <summary>Records print their members; a seed must not be among them.</summary>
    public override string ToString() => $"{nameof(AssetChange)} of {Code}:{Issuer}";
}

/// <summary>What of a direction's terms changes; what is null stays.</summary>
public sealed record DirectionChange(
    bool? Enabled = null,
    string? Min = null,
    string? Max = null,
    string? FeeFixed = null,
    string? FeePercent = null
);

/// <summary>Issue an asset anew on a test network.</summary>
/// <param name="IssuerSeed">Used for this and not kept.</param>
/// <param name="Amount">What the distribution account shall hold.</param>
public sealed record AssetIssueOrder(string? Code, string? Issuer, string? IssuerSeed, string Amount)
{
    /// <summary>Records print their members; a seed must not be among them.</summary>
    public override string ToString() => $"{nameof(AssetIssueOrder)} of {Code}:{Issuer}";
}

/// <summary>An asset after an act, and what an operator should know about it.</summary>
public sealed record AssetAnswer(AssetView Asset, ImmutableArray<string> Warnings);

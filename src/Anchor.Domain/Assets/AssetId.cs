using System.Diagnostics.CodeAnalysis;

namespace Anchor.Domain.Assets;

/// <summary>An asset of the Stellar network: a code and its issuer, or the native one.</summary>
/// <remarks>Text form as in SEP-38: <c>stellar:CODE:ISSUER</c>, <c>stellar:native</c>.</remarks>
[GenerateSerializer]
[Immutable]
[Alias("anchor.asset-id")]
public sealed record AssetId(string Code, string? Issuer)
{
    public static readonly AssetId Native = new("native", null);

    public bool IsNative => Issuer is null;

    public static bool TryParse(string? text, [NotNullWhen(true)] out AssetId? asset)
    {
        asset = text?.Split(':') switch
        {
            ["stellar", "native"] => Native,
            ["stellar", { Length: > 0 and <= 12 } code, { Length: 56 } issuer] => new AssetId(code, issuer),
            _ => null,
        };
        return asset is not null;
    }

    public override string ToString() => IsNative ? "stellar:native" : $"stellar:{Code}:{Issuer}";
}

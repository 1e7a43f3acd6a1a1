namespace Anchor.Stellar.Horizon;

/// <summary>An asset as Horizon names it: <c>native</c>, or a type with code and issuer.</summary>
public sealed record HorizonAsset(string Type, string? Code = null, string? Issuer = null)
{
    public static readonly HorizonAsset Native = new("native");

    /// <summary><c>native</c> or <c>CODE:ISSUER</c>.</summary>
    public override string ToString() => Code is null ? Type : $"{Code}:{Issuer}";

    internal static HorizonAsset? From(string? type, string? code, string? issuer) =>
        type switch
        {
            null => null,
            "native" => Native,
            _ => new HorizonAsset(type, code, issuer),
        };
}

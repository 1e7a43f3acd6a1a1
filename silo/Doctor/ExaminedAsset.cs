using Anchor.Stellar;

namespace Anchor.Silo.Doctor;

/// <summary>An asset as the server would serve it.</summary>
/// <param name="Key">Signs for the distribution account; null if a signer outside does.</param>
internal sealed record ExaminedAsset(
    string Code,
    string Issuer,
    string Account,
    bool PaysOut,
    bool TakesIn,
    KeyPair? Key
)
{
    public override string ToString() => Code;
}

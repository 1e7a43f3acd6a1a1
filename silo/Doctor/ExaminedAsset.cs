using Anchor.Stellar;

namespace Anchor.Silo.Doctor;

/// <summary>An asset as the server would serve it.</summary>
/// <param name="Key">The distribution account's; where a signer outside has that, the one that channel keys come from; null if it cannot be read.</param>
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

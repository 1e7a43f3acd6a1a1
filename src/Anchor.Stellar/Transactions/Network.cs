using System.Security.Cryptography;
using System.Text;

namespace Anchor.Stellar;

/// <summary>A network by its passphrase; its id, which every signature covers, is computed once.</summary>
public sealed record Network
{
    public Network(string passphrase)
    {
        Passphrase = passphrase;
        Id = new Hash256(SHA256.HashData(Encoding.UTF8.GetBytes(passphrase)));
    }

    public static Network Public { get; } = new("Public Global Stellar Network ; September 2015");

    public static Network Testnet { get; } = new("Test SDF Network ; September 2015");

    public string Passphrase { get; }

    /// <summary>SHA-256 of the passphrase.</summary>
    public Hash256 Id { get; }
}

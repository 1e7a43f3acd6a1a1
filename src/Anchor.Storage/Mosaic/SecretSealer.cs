using Anchor.Grains.Ports;
using Anchor.Storage.Settings;

namespace Anchor.Storage.Mosaic;

/// <summary>Seals with the installation's key.</summary>
public sealed class SecretSealer(SecretBox box) : ISecretSealer
{
    public string Seal(string name, string text) => box.Seal(name, text);

    public string? TryUnseal(string name, string sealedText)
    {
        try
        {
            return box.Unseal(name, sealedText);
        }
        catch (StorageStartException)
        {
            // Another key, or damage: to the caller the secret is lost either way.
            return null;
        }
    }
}

namespace Anchor.Grains.Ports;

/// <summary>Encrypts what must not be read in the database.</summary>
public interface ISecretSealer
{
    /// <summary>Encrypts a text, bound to the name it is stored under.</summary>
    string Seal(string name, string text);

    /// <summary>Null if it was sealed under another key or name, or is damaged.</summary>
    string? TryUnseal(string name, string sealedText);
}

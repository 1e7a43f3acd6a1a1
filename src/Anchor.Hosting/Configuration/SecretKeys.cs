using System.Text;

namespace Anchor.Hosting.Configuration;

/// <summary>What a key must be that nobody may guess.</summary>
internal static class SecretKeys
{
    public const int LeastBytes = 32;
    private const int LeastDifferent = 8;

    /// <summary>What is wrong with it, as the rest of a sentence; null if nothing is.</summary>
    public static string? FaultOf(string key)
    {
        var bytes = Encoding.UTF8.GetByteCount(key);
        return bytes < LeastBytes ? $"{bytes} bytes are fewer than {LeastBytes}"
            : key.Distinct().Count() < LeastDifferent ? $"it has fewer than {LeastDifferent} different characters"
            : null;
    }
}

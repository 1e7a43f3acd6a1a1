using System.Globalization;

namespace Anchor.Sandbox;

/// <summary>Times as Horizon writes them: UTC, whole seconds, <c>Z</c>.</summary>
internal static class Rfc3339
{
    public static string Text(long unixSeconds) =>
        DateTimeOffset
            .FromUnixTimeSeconds(unixSeconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

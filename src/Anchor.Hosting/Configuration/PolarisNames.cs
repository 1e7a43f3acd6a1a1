namespace Anchor.Hosting.Configuration;

/// <summary>Settings that Polaris has and that change nothing here; each with its reason, so that nobody waits for an effect.</summary>
internal static class PolarisNames
{
    private static readonly string[] Off = ["0", "FALSE", "OFF", "NO", "[]"];

    public static IReadOnlyList<(string Name, string Reason)> WithoutEffect { get; } =
    [
        (
            "ADDITIVE_FEES_ENABLED",
            "fees are always taken out of the amount that comes in; IFees or the assets' terms say how much"
        ),
        (
            "CALLBACK_REQUEST_TIMEOUT",
            "the server calls no on_change_callback itself; the status page does so in the user's browser"
        ),
        ("SEP6_USE_MORE_INFO_URL", "SEP-6 is not built"),
    ];

    public static bool IsKnown(string name) =>
        WithoutEffect.Any(known =>
            name.Equals(known.Name, StringComparison.OrdinalIgnoreCase)
            || name.Equals("POLARIS_" + known.Name, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>A line for each that is set to more than off.</summary>
    public static IEnumerable<string> Warnings(SettingsReader reader) =>
        WithoutEffect
            .Where(known =>
                reader.Given([known.Name, "POLARIS_" + known.Name]).FirstOrDefault() is { Text: { } text }
                && !Off.Contains(text, StringComparer.OrdinalIgnoreCase)
            )
            .Select(known => $"{known.Name}: has no effect here: {known.Reason}.");
}

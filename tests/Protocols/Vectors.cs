using System.Text.Json;

namespace Anchor.Protocols.Tests;

/// <summary>Test data written by @stellar/stellar-sdk; its keys are public test keys.</summary>
internal static class Vectors
{
    private static readonly JsonDocument Document = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "vectors.json"))
    );

    internal static JsonElement Root => Document.RootElement;

    internal static JsonElement[] Transactions { get; } = [.. Root.GetProperty("transactions").EnumerateArray()];

    internal static Network Network(string name) =>
        new(Root.GetProperty("networks").GetProperty(name).GetProperty("passphrase").GetString()!);

    /// <summary>The places in an array, for a theory with one case for each.</summary>
    internal static TheoryData<int, string> Cases(JsonElement array, string nameProperty)
    {
        var cases = new TheoryData<int, string>();
        foreach (var (index, item) in array.EnumerateArray().Index())
        {
            cases.Add(index, item.GetProperty(nameProperty).GetString()!);
        }

        return cases;
    }

    internal static string Text(this JsonElement element, string property) =>
        element.GetProperty(property).GetString()!;

    internal static JsonElement? Find(this JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}

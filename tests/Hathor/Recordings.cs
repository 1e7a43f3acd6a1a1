using System.Text.Json;
using Anchor.Sandbox.Hathor;

namespace Anchor.Hathor.Tests;

/// <summary>What a real full node was recorded to say.</summary>
internal static class Recordings
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings");

    public static TheoryData<string> Names =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Folder, "live"), "*.json")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal),
        ];

    public static HathorRecording Load(string name) => HathorRecording.Load(PathOf(name));

    public static JsonDocument Open(string name) => JsonDocument.Parse(File.ReadAllText(PathOf(name)));

    public static JsonDocument Answer(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "http", name + ".json")));

    private static string PathOf(string name) => Path.Combine(Folder, "live", name + ".json");
}

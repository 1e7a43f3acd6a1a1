using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchor.Benchmarks.Report;

/// <summary>The report for programs.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(FigureDocument))]
internal sealed partial class FigureJson : JsonSerializerContext
{
    public static string Write(Machine machine, IReadOnlyList<Figure> figures) =>
        JsonSerializer.Serialize(new FigureDocument(machine, figures), Default.FigureDocument) + Environment.NewLine;
}

internal sealed record FigureDocument(Machine Machine, IReadOnlyList<Figure> Figures);

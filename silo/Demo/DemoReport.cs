using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Silo.Demo;

/// <summary>Something the demo's wallet saw or did.</summary>
/// <param name="Who"><c>wallet</c>, <c>deposit</c> or <c>withdraw</c>.</param>
internal sealed record DemoEvent(TimeSpan At, string Who, string Status, string Note);

/// <summary>An amount that must be exact.</summary>
internal sealed record DemoCheck(string What, string Expected, string Found)
{
    public bool Holds => Expected == Found;
}

/// <summary>The outcome, for <c>--json</c>.</summary>
internal sealed record DemoReport(
    bool Passed,
    ImmutableArray<DemoEvent> Events,
    ImmutableArray<DemoCheck> Checks,
    string? Failure
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DemoReport))]
internal sealed partial class DemoJson : JsonSerializerContext;

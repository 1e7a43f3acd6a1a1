using System.Text.Json.Serialization;

namespace Anchor.Sandbox.Faults;

/// <summary>The body of <c>/_sandbox/faults</c>. What is left out is off.</summary>
internal sealed record SandboxFaultDocument
{
    public int Seed { get; init; } = 1;

    public Dictionary<SandboxFaultKind, Fault> Faults { get; init; } = [];

    public SandboxConditions Conditions { get; init; } = new();

    /// <summary>How often each kind has struck; ignored when sent.</summary>
    public IReadOnlyDictionary<SandboxFaultKind, int>? Struck { get; init; }

    public static SandboxFaultDocument Of(SandboxFaults faults) =>
        new()
        {
            Seed = faults.Board.Seed,
            Faults = faults.Board.Faults.ToDictionary(),
            Conditions = faults.Conditions,
            Struck = faults.Board.Struck,
        };

    public void ApplyTo(SandboxFaults faults)
    {
        faults.Board.Replace(Faults, Seed);
        faults.Conditions = Conditions;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(SnakeCaseEnumConverter<SandboxFaultKind>)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SandboxFaultDocument))]
internal sealed partial class FaultJson : JsonSerializerContext;

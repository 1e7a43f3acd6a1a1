using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchor.Sandbox.Faults;

/// <summary>Writes enum members as <c>snake_case</c>, and takes no numbers.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;

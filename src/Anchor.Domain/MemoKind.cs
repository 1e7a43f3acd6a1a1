using System.Text.Json.Serialization;

namespace Anchor.Domain;

/// <summary>The kinds of memo that a Stellar transaction can carry.</summary>
[GenerateSerializer]
[Alias("anchor.memo-kind")]
[JsonConverter(typeof(SnakeCaseEnumConverter<MemoKind>))]
public enum MemoKind
{
    None = 0,
    Text = 1,
    Id = 2,
    Hash = 3,
    Return = 4,
}

/// <summary>A memo in the SEPs' text form: an id in digits, a hash in base64, a text as it is.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.memo")]
public sealed record MemoText(MemoKind Kind, string Value);

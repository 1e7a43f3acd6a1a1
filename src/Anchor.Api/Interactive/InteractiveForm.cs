using System.Collections.Immutable;

namespace Anchor.Api.Interactive;

/// <summary>One page of questions.</summary>
/// <param name="Guidance">A sentence above the fields, in the user's language; shown as text.</param>
public sealed record InteractiveForm(string Guidance, ImmutableArray<InteractiveField> Fields)
{
    /// <summary>The page's title and heading; null: the template's, or the usual one.</summary>
    public string? Title { get; init; }
}

/// <summary>How a field is entered and checked.</summary>
public enum InteractiveFieldKind
{
    Text,
    Email,
    Telephone,
    Date,

    /// <summary>One of <see cref="InteractiveField.Choices"/>.</summary>
    Choice,

    /// <summary>The transaction's amount: checked against the asset's terms, with the fee shown beside it.</summary>
    Amount,
}

/// <summary>One question. Use SEP-9's names where there is one: what the wallet sent under that name is filled in already.</summary>
/// <param name="Label">In the user's language; shown as text.</param>
/// <param name="Autocomplete">The HTML autofill token, such as <c>email</c>; null: no autofill.</param>
public sealed record InteractiveField(
    string Name,
    InteractiveFieldKind Kind,
    string Label,
    bool Required = true,
    int MaxLength = 200,
    string? Hint = null,
    string? Autocomplete = null
)
{
    /// <summary>The name of the one amount field.</summary>
    public const string AmountName = "amount";

    public ImmutableArray<FieldChoice> Choices { get; init; } = [];
}

/// <summary>An entry of a choice.</summary>
public sealed record FieldChoice(string Value, string Label);

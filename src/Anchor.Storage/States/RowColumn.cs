namespace Anchor.Storage.States;

/// <summary>A column that queries need, written from the state in the same statement as its JSON.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Value">Its value: text, an integer or null.</param>
/// <param name="IsFixed">
/// Whether the state never changes it once it is stored: then updates leave it and its indexes alone.
/// </param>
public sealed record RowColumn<TState>(string Name, Func<TState, object?> Value, bool IsFixed = false);

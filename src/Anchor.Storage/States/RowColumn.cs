namespace Anchor.Storage.States;

/// <summary>A column that queries need, written from the state in the same statement as its JSON.</summary>
public sealed record RowColumn<TState>(string Name, Func<TState, object?> Value);

using System.Collections.Immutable;

namespace Anchor.Api.Operator;

/// <summary>What an instrument has measured under one set of tags.</summary>
internal sealed record Figure(string Instrument, ImmutableDictionary<string, string> Tags, Series Series);

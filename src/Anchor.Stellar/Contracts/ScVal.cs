using System.Collections.Immutable;

namespace Anchor.Stellar;

/// <summary>A contract's value, as far as web authentication needs one.</summary>
public abstract record ScVal
{
    private protected ScVal() { }
}

/// <summary>Nothing: a signature not yet given.</summary>
public sealed record ScVoid : ScVal;

/// <summary>Bytes.</summary>
public sealed record ScBytes(ByteString Value) : ScVal;

/// <summary>Text, by custom UTF-8.</summary>
public sealed record ScString(ByteString Value) : ScVal;

/// <summary>A name of at most 32 letters, digits and underscores.</summary>
public sealed record ScSymbol(ByteString Value) : ScVal;

/// <summary>A list.</summary>
public sealed record ScVec(ImmutableArray<ScVal> Items) : ScVal;

/// <summary>A map, by custom with its keys in order.</summary>
public sealed record ScMap(ImmutableArray<ScMapEntry> Entries) : ScVal;

/// <summary>An address.</summary>
public sealed record ScAddressVal(ScAddress Address) : ScVal;

/// <summary>A value of any other type, kept as XDR.</summary>
public sealed record ScOther(ByteString Xdr) : ScVal;

/// <summary>A key and its value.</summary>
public sealed record ScMapEntry(ScVal Key, ScVal Value);

/// <summary>An account, contract, pool or balance as contracts address it, in its text form (SEP-23).</summary>
public readonly record struct ScAddress(string Text)
{
    public override string ToString() => Text;
}

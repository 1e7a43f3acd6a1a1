namespace Anchor.Stellar;

/// <summary>What a transaction carries for its receiver.</summary>
public abstract record Memo
{
    private protected Memo() { }

    public static NoMemo None { get; } = new();

    public static TextMemo Text(string text) => new(ByteString.FromUtf8(text));

    public static IdMemo Id(ulong id) => new(id);

    public static HashMemo Hash(Hash256 hash) => new(hash);

    public static ReturnMemo Return(Hash256 hash) => new(hash);
}

/// <summary>No memo.</summary>
public sealed record NoMemo : Memo
{
    internal NoMemo() { }
}

/// <summary>At most 28 bytes, by custom UTF-8, by protocol anything.</summary>
public sealed record TextMemo : Memo
{
    /// <summary>The protocol's limit, in bytes.</summary>
    public const int MaxBytes = 28;

    public TextMemo(ByteString bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new ArgumentException("A text memo holds at most 28 bytes.", nameof(bytes));
        }

        Bytes = bytes;
    }

    public ByteString Bytes { get; }
}

/// <summary>A 64-bit number.</summary>
public sealed record IdMemo(ulong Value) : Memo;

/// <summary>Thirty-two bytes.</summary>
public sealed record HashMemo(Hash256 Value) : Memo;

/// <summary>The hash of the transaction that this one refunds.</summary>
public sealed record ReturnMemo(Hash256 Value) : Memo;

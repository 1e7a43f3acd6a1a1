using System.Collections.Immutable;

namespace Anchor.Hathor.Vertices;

/// <summary>A vertex of the DAG, a block or a transaction, as a full node tells of it; whichever of its three forms it came in.</summary>
public sealed record HathorVertex
{
    public required string Id { get; init; }

    /// <summary>0, 3 and 5 are blocks (plain, merge-mined, proof of authority); 1 a transaction, 2 a token creation, 6 a blueprint.</summary>
    public required int Version { get; init; }

    /// <summary>Seconds of the Unix epoch.</summary>
    public required long Timestamp { get; init; }

    public double Weight { get; init; }

    /// <summary>A number that may be wider than 64 bits; null in the extended form, which leaves it out.</summary>
    public string? Nonce { get; init; }

    /// <summary>Of a block, the first is the block before it.</summary>
    public ImmutableArray<string> Parents { get; init; } = [];

    public ImmutableArray<HathorInput> Inputs { get; init; } = [];

    public ImmutableArray<HathorOutput> Outputs { get; init; } = [];

    /// <summary>The tokens that outputs name by their index, 1 for the first.</summary>
    public ImmutableArray<HathorToken> Tokens { get; init; } = [];

    public string? TokenName { get; init; }

    public string? TokenSymbol { get; init; }

    /// <summary>Of a block; transactions have the height of the block that confirms them.</summary>
    public long? Height { get; init; }

    /// <summary>The serialised vertex in hexadecimal digits, where the node gave it.</summary>
    public string? Raw { get; init; }

    /// <summary>The block that confirms a transaction; null while none does.</summary>
    public string? FirstBlock { get; init; }

    public bool IsVoided { get; init; }

    public bool IsBlock => Version is 0 or 3 or 5;

    public bool IsTokenCreation => Version == 2;
}

/// <summary>An output that is spent. What it holds is told with it, but its token's index is that of the transaction that made it or that spends it, by the form.</summary>
public sealed record HathorInput(string TxId, int Index, HathorOutput? Spent);

/// <summary>A token by its id, and its names where the form has them.</summary>
public sealed record HathorToken(string Uid, string? Name, string? Symbol)
{
    /// <summary>The id of HTR, the native token.</summary>
    public const string Native = "00";
}

/// <summary>An output.</summary>
public sealed record HathorOutput
{
    private const int AuthorityBit = 0x80;
    private const int IndexBits = 0x7f;

    /// <summary>Units of the token's smallest part; of an authority, a mask of bits: 1 mint, 2 melt.</summary>
    public required long Value { get; init; }

    /// <summary>The highest bit marks an authority, the others are the token's index, 0 for HTR.</summary>
    public required int TokenData { get; init; }

    /// <summary>Base64.</summary>
    public string Script { get; init; } = "";

    /// <summary>Null where the token cannot be told from this form.</summary>
    public string? Token { get; init; }

    /// <summary>P2PKH or MultiSig; null for a script that the node does not know.</summary>
    public string? Type { get; init; }

    /// <summary>Null for a script that is none of an address.</summary>
    public string? Address { get; init; }

    /// <summary>Seconds of the Unix epoch; null or 0 for none.</summary>
    public long? Timelock { get; init; }

    public bool IsAuthority => IsAuthorityData(TokenData);

    public static bool IsAuthorityData(int tokenData) => (tokenData & AuthorityBit) != 0;

    /// <summary>The token that <paramref name="tokenData"/> names in a transaction with these tokens.</summary>
    /// <exception cref="HathorException">The transaction does not list it.</exception>
    public static string TokenOf(int tokenData, ImmutableArray<HathorToken> tokens)
    {
        var index = tokenData & IndexBits;
        return index == 0 ? HathorToken.Native
            : index <= tokens.Length ? tokens[index - 1].Uid
            : throw new HathorException($"An output names token {index}, its transaction lists {tokens.Length}.");
    }
}

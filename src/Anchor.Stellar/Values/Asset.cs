using System.Diagnostics.CodeAnalysis;
using Anchor.Stellar.Xdr;

namespace Anchor.Stellar;

/// <summary>What a balance or a payment is counted in.</summary>
public abstract record Asset
{
    private const int ContractIdTag = 8;

    private protected Asset() { }

    /// <summary>Lumens.</summary>
    public static NativeAsset Native { get; } = new();

    public static CreditAsset Credit(string code, AccountId issuer) => new(code, issuer);

    /// <summary>Reads <c>native</c> or <c>CODE:ISSUER</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Asset? asset)
    {
        asset = null;
        if (text is null)
        {
            return false;
        }

        if (text == "native")
        {
            asset = Native;
            return true;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (
            colon < 0
            || !CreditAsset.IsValidCode(text.AsSpan(0, colon))
            || !AccountId.TryParse(text[(colon + 1)..], out var issuer)
        )
        {
            return false;
        }

        asset = new CreditAsset(text[..colon], issuer);
        return true;
    }

    public static Asset Parse(string text) =>
        TryParse(text, out var asset) ? asset : throw new FormatException("Neither native nor CODE:ISSUER.");

    /// <summary>The id of the contract that stands for this asset on a network, as a C key.</summary>
    public string ContractId(Network network)
    {
        var writer = new XdrWriter(stackalloc byte[XdrWriter.StackSize]);
        writer.I32(ContractIdTag);
        writer.Hash(network.Id);
        writer.I32(1);
        ValueXdr.Asset(ref writer, this);
        return StrKey.Encode(StrKeyKind.Contract, Digest.Sha256(writer.Written).ToArray());
    }
}

/// <summary>Lumens, the network's own asset.</summary>
public sealed record NativeAsset : Asset
{
    internal NativeAsset() { }

    public override string ToString() => "native";
}

/// <summary>An asset issued by an account: a code of 1 to 12 letters and digits.</summary>
public sealed record CreditAsset : Asset
{
    public CreditAsset(string code, AccountId issuer)
    {
        if (!IsValidCode(code))
        {
            throw new ArgumentException("An asset code is 1 to 12 letters and digits.", nameof(code));
        }

        Code = code;
        Issuer = issuer;
    }

    public string Code { get; }

    public AccountId Issuer { get; }

    public static bool IsValidCode(ReadOnlySpan<char> code)
    {
        foreach (var c in code)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return code.Length is >= 1 and <= 12;
    }

    public override string ToString() => $"{Code}:{Issuer}";
}

/// <summary>Shares of a liquidity pool, named by the pool's id; on trust lines only.</summary>
public sealed record PoolShareAsset(Hash256 PoolId) : Asset
{
    public override string ToString() => $"liquidity_pool:{PoolId}";
}

/// <summary>Shares of a constant-product pool, named by its parameters; in change-trust only.</summary>
/// <param name="First">The lesser of the two assets.</param>
/// <param name="Second">The greater of the two assets.</param>
/// <param name="FeeBasisPoints">Always 30 on the networks of today.</param>
public sealed record PoolParametersAsset(Asset First, Asset Second, int FeeBasisPoints) : Asset
{
    public override string ToString() => $"liquidity_pool:{First}/{Second}/{FeeBasisPoints}";
}

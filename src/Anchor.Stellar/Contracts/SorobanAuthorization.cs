using System.Collections.Immutable;
using Anchor.Stellar.Xdr;

namespace Anchor.Stellar;

/// <summary>In whose name a contract call is authorised.</summary>
public abstract record SorobanCredentials
{
    private protected SorobanCredentials() { }
}

/// <summary>The transaction's source, by its ordinary signature.</summary>
public sealed record SourceAccountCredentials : SorobanCredentials;

/// <summary>An address, by a signature of its own.</summary>
/// <param name="Address">Who authorises.</param>
/// <param name="Nonce">Makes each authorisation usable once.</param>
/// <param name="ExpirationLedger">The last ledger in which it is good.</param>
/// <param name="Signature">What the address's own contract, or the protocol for a G account, understands.</param>
public sealed record AddressCredentials(ScAddress Address, long Nonce, uint ExpirationLedger, ScVal Signature)
    : SorobanCredentials;

/// <summary>Credentials of the kinds that protocol 27 added (CAP-71), kept as XDR.</summary>
public sealed record OtherCredentials(ByteString Xdr) : SorobanCredentials;

/// <summary>A call of a contract's function.</summary>
public sealed record ContractCall(ScAddress Contract, ByteString Function, ImmutableArray<ScVal> Arguments);

/// <summary>What is authorised: a call and the calls below it.</summary>
/// <param name="Call">Null if it creates a contract.</param>
/// <param name="HasSubInvocations">Whether calls below it are authorised too.</param>
/// <param name="Xdr">The whole of it, as it is signed.</param>
public sealed record SorobanInvocation(ContractCall? Call, bool HasSubInvocations, ByteString Xdr)
{
    /// <summary>A call with none below it.</summary>
    public static SorobanInvocation Of(ContractCall call) =>
        new(call, false, new ByteString(XdrText.WriteBytes(call, AuthorizationXdr.WriteCall)));
}

/// <summary>One authorisation of a contract call.</summary>
public sealed record SorobanAuthorizationEntry(SorobanCredentials Credentials, SorobanInvocation RootInvocation)
{
    /// <summary>Reads a set of entries from base64: SEP-45's <c>authorization_entries</c>.</summary>
    public static bool TryDecodeAll(string? base64, out ImmutableArray<SorobanAuthorizationEntry> entries)
    {
        try
        {
            entries = XdrText.Read(base64 ?? "", AuthorizationXdr.ReadAll);
            return true;
        }
        catch (XdrException)
        {
            entries = [];
            return false;
        }
    }

    public static string EncodeAll(ImmutableArray<SorobanAuthorizationEntry> entries) =>
        XdrText.Write(entries, AuthorizationXdr.WriteAll);

    /// <summary>What an address signs the SHA-256 of. Only address credentials have it.</summary>
    public byte[] SignaturePreimage(Network network) =>
        Credentials is AddressCredentials credentials
            ? XdrText.WriteBytes(
                (network.Id, credentials, RootInvocation),
                static (
                    ref XdrWriter w,
                    (Hash256 NetworkId, AddressCredentials Credentials, SorobanInvocation Call) v
                ) => AuthorizationXdr.WritePreimage(ref w, v.NetworkId, v.Credentials, v.Call)
            )
            : throw new InvalidOperationException("Only address credentials are signed.");

    public Hash256 SignatureHash(Network network) => Digest.Sha256(SignaturePreimage(network));

    /// <summary>This entry signed by an account's single key, in the form the protocol understands for G accounts.</summary>
    public SorobanAuthorizationEntry Sign(Network network, KeyPair key)
    {
        var signature = key.Sign(SignatureHash(network)).Signature;
        var map = new ScMap([
            new ScMapEntry(Symbol("public_key"), new ScBytes(new ByteString(key.Account.Key.ToArray()))),
            new ScMapEntry(Symbol("signature"), new ScBytes(signature)),
        ]);
        return this with { Credentials = (AddressCredentials)Credentials with { Signature = new ScVec([map]) } };
    }

    /// <summary>Whether this entry carries exactly one signature, and it is this account's.</summary>
    public bool IsSignedBy(AccountId account, Network network)
    {
        Span<byte> hash = stackalloc byte[Hash256.Size];
        return Credentials
                is AddressCredentials { Signature: ScVec { Items: [ScMap { Entries: [var key, var signature] }] } }
            && key == new ScMapEntry(Symbol("public_key"), new ScBytes(new ByteString(account.Key.ToArray())))
            && signature is { Key: ScSymbol name, Value: ScBytes bytes }
            && name == Symbol("signature")
            && Verify(account, hash, bytes.Value, network);
    }

    private static ScSymbol Symbol(string name) => new(ByteString.FromUtf8(name));

    private bool Verify(AccountId account, Span<byte> hash, ByteString signature, Network network)
    {
        SignatureHash(network).CopyTo(hash);
        return account.Verify(hash, signature.Span);
    }
}

using System.Collections.Immutable;

namespace Anchor.Stellar.Xdr;

/// <summary>Soroban authorisation entries and what is signed of them.</summary>
internal static class AuthorizationXdr
{
    private const int PreimageTag = 9;
    private const int MaxEntries = 100;

    public static ImmutableArray<SorobanAuthorizationEntry> ReadAll(ref XdrReader r) => r.Array(MaxEntries, Read, 8);

    public static void WriteAll(ref XdrWriter w, ImmutableArray<SorobanAuthorizationEntry> entries) =>
        w.Array(entries, MaxEntries, Write);

    public static void WritePreimage(
        ref XdrWriter w,
        Hash256 networkId,
        AddressCredentials credentials,
        SorobanInvocation invocation
    )
    {
        w.I32(PreimageTag);
        w.Hash(networkId);
        w.I64(credentials.Nonce);
        w.U32(credentials.ExpirationLedger);
        w.Raw(invocation.Xdr);
    }

    public static void WriteCall(ref XdrWriter w, ContractCall call)
    {
        w.I32(0);
        ScValXdr.WriteAddress(ref w, call.Contract);
        w.Opaque(call.Function, 32);
        w.Array(call.Arguments, int.MaxValue, ScValXdr.Write);
        w.I32(0);
    }

    private static SorobanAuthorizationEntry Read(ref XdrReader r) => new(Credentials(ref r), Invocation(ref r));

    private static void Write(ref XdrWriter w, SorobanAuthorizationEntry entry)
    {
        switch (entry.Credentials)
        {
            case SourceAccountCredentials:
                w.I32(0);
                break;
            case AddressCredentials credentials:
                w.I32(1);
                ScValXdr.WriteAddress(ref w, credentials.Address);
                w.I64(credentials.Nonce);
                w.U32(credentials.ExpirationLedger);
                ScValXdr.Write(ref w, credentials.Signature);
                break;
            case OtherCredentials credentials:
                w.Raw(credentials.Xdr);
                break;
        }

        w.Raw(entry.RootInvocation.Xdr);
    }

    private static SorobanCredentials Credentials(ref XdrReader r)
    {
        var start = r.Position;
        var peek = r;
        switch (r.I32())
        {
            case 0:
                return new SourceAccountCredentials();
            case 1:
                return new AddressCredentials(ScValXdr.ReadAddress(ref r), r.I64(), r.U32(), ScValXdr.Read(ref r));
            default:
                r = peek;
                SorobanXdr.SkipCredentials(ref r);
                return new OtherCredentials(r.Since(start));
        }
    }

    private static SorobanInvocation Invocation(ref XdrReader r)
    {
        // Walked once for its shape and extent, then the outermost call is read from the same bytes.
        var start = r.Position;
        var again = r;
        SorobanXdr.SkipAuthorizedInvocation(ref r);
        var xdr = r.Since(start);
        if (again.I32() != 0)
        {
            return new SorobanInvocation(null, false, xdr);
        }

        var call = new ContractCall(
            ScValXdr.ReadAddress(ref again),
            again.Opaque(32),
            again.Array(int.MaxValue, ScValXdr.Read)
        );
        return new SorobanInvocation(call, again.U32() != 0, xdr);
    }
}

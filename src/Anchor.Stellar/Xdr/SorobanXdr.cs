namespace Anchor.Stellar.Xdr;

/// <summary>Walks over the XDR of contracts, checking its shape: the bytes are kept as they are.</summary>
internal static class SorobanXdr
{
    private const int Unbounded = int.MaxValue;

    /// <summary>The body of an invoke-host-function operation.</summary>
    public static void SkipInvocation(ref XdrReader r)
    {
        switch (r.I32())
        {
            case 0:
                SkipContractCall(ref r);
                break;
            case 1:
                SkipCreation(ref r, withArguments: false);
                break;
            case 2:
                r.Opaque(Unbounded);
                break;
            case 3:
                SkipCreation(ref r, withArguments: true);
                break;
            case var other:
                throw new XdrException($"Host function {other} is not known.");
        }

        for (var left = r.Count(Unbounded); left > 0; left--)
        {
            SkipCredentials(ref r);
            SkipAuthorizedInvocation(ref r);
        }
    }

    /// <summary>The resources of a contract transaction.</summary>
    public static void SkipTransactionData(ref XdrReader r)
    {
        if (r.Bool())
        {
            for (var left = r.Count(Unbounded); left > 0; left--)
            {
                r.U32();
            }
        }

        for (var footprint = 0; footprint < 2; footprint++)
        {
            for (var left = r.Count(Unbounded); left > 0; left--)
            {
                SkipLedgerKey(ref r);
            }
        }

        r.Fixed(12);
        r.I64();
    }

    public static void SkipContractLedgerKey(ref XdrReader r, int type)
    {
        switch (type)
        {
            case 5 or 7 or 9:
                r.Hash();
                break;
            case 6:
                ScValXdr.SkipAddress(ref r);
                ScValXdr.Skip(ref r);
                Enum(ref r, 2);
                break;
            case 8:
                r.I32();
                break;
            default:
                throw new XdrException($"Ledger key {type} is not known.");
        }
    }

    public static void SkipCredentials(ref XdrReader r)
    {
        switch (r.I32())
        {
            case 0:
                break;
            case 1 or 2:
                SkipAddressCredentials(ref r);
                break;
            case 3:
                SkipAddressCredentials(ref r);
                SkipDelegates(ref r);
                break;
            case var other:
                throw new XdrException($"Credentials {other} are not known.");
        }
    }

    public static void SkipAuthorizedInvocation(ref XdrReader r)
    {
        r.Enter();
        switch (r.I32())
        {
            case 0:
                SkipContractCall(ref r);
                break;
            case 1:
                SkipCreation(ref r, withArguments: false);
                break;
            case 2:
                SkipCreation(ref r, withArguments: true);
                break;
            case var other:
                throw new XdrException($"Authorised function {other} is not known.");
        }

        for (var left = r.Count(Unbounded); left > 0; left--)
        {
            SkipAuthorizedInvocation(ref r);
        }

        r.Leave();
    }

    private static void SkipAddressCredentials(ref XdrReader r)
    {
        ScValXdr.SkipAddress(ref r);
        r.I64();
        r.U32();
        ScValXdr.Skip(ref r);
    }

    private static void SkipDelegates(ref XdrReader r)
    {
        r.Enter();
        for (var left = r.Count(Unbounded); left > 0; left--)
        {
            ScValXdr.SkipAddress(ref r);
            ScValXdr.Skip(ref r);
            SkipDelegates(ref r);
        }

        r.Leave();
    }

    private static void SkipContractCall(ref XdrReader r)
    {
        ScValXdr.SkipAddress(ref r);
        r.Opaque(32);
        ScValXdr.SkipVector(ref r);
    }

    private static void SkipCreation(ref XdrReader r, bool withArguments)
    {
        if (Enum(ref r, 2) == 0)
        {
            ScValXdr.SkipAddress(ref r);
            r.Hash();
        }
        else
        {
            ValueXdr.Asset(ref r);
        }

        ScValXdr.SkipExecutable(ref r);
        if (withArguments)
        {
            ScValXdr.SkipVector(ref r);
        }
    }

    private static void SkipLedgerKey(ref XdrReader r)
    {
        switch (r.I32())
        {
            case 0:
                ValueXdr.Account(ref r);
                break;
            case 1:
                ValueXdr.Account(ref r);
                ValueXdr.TrustLineAsset(ref r);
                break;
            case 2:
                ValueXdr.Account(ref r);
                r.I64();
                break;
            case 3:
                ValueXdr.Account(ref r);
                r.Opaque(64);
                break;
            case 4:
                ValueXdr.BalanceId(ref r);
                break;
            case var type:
                SkipContractLedgerKey(ref r, type);
                break;
        }
    }

    private static int Enum(ref XdrReader r, int count)
    {
        var value = r.I32();
        return value >= 0 && value < count ? value : throw new XdrException($"{value} is not known here.");
    }
}

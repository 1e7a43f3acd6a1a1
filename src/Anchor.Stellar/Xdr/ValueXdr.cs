using System.Text;

namespace Anchor.Stellar.Xdr;

/// <summary>The small values that operations and results are made of.</summary>
internal static class ValueXdr
{
    private const int MuxedKeyType = 0x100;

    public static AccountId Account(ref XdrReader r) =>
        r.I32() == 0 ? new AccountId(r.Hash()) : throw new XdrException("Not an Ed25519 account key.");

    public static void Account(ref XdrWriter w, AccountId value)
    {
        w.I32(0);
        w.Hash(value.Key);
    }

    /// <summary>XDR puts a muxed account's id before its key, SEP-23 after it.</summary>
    public static MuxedAccount Muxed(ref XdrReader r)
    {
        switch (r.I32())
        {
            case 0:
                return new MuxedAccount(new AccountId(r.Hash()));
            case MuxedKeyType:
                var id = r.U64();
                return new MuxedAccount(new AccountId(r.Hash()), id);
            case var other:
                throw new XdrException($"Account key type {other} is not known.");
        }
    }

    public static void Muxed(ref XdrWriter w, MuxedAccount value)
    {
        if (value.Id is { } id)
        {
            w.I32(MuxedKeyType);
            w.U64(id);
        }
        else
        {
            w.I32(0);
        }

        w.Hash(value.Account.Key);
    }

    public static Asset Asset(ref XdrReader r) => Asset(ref r, r.I32());

    public static void Asset(ref XdrWriter w, Asset value)
    {
        switch (value)
        {
            case NativeAsset:
                w.I32(0);
                break;
            case CreditAsset credit:
                AssetCode(ref w, credit.Code);
                Account(ref w, credit.Issuer);
                break;
            default:
                throw new InvalidOperationException($"{value} can only be held, not moved.");
        }
    }

    public static Asset ChangeTrustAsset(ref XdrReader r)
    {
        var type = r.I32();
        if (type != 3)
        {
            return Asset(ref r, type);
        }

        if (r.I32() != 0)
        {
            throw new XdrException("Only constant-product pools are known.");
        }

        return new PoolParametersAsset(Asset(ref r), Asset(ref r), r.I32());
    }

    public static void ChangeTrustAsset(ref XdrWriter w, Asset value)
    {
        if (value is not PoolParametersAsset pool)
        {
            Asset(ref w, value);
            return;
        }

        w.I32(3);
        w.I32(0);
        Asset(ref w, pool.First);
        Asset(ref w, pool.Second);
        w.I32(pool.FeeBasisPoints);
    }

    public static Asset TrustLineAsset(ref XdrReader r)
    {
        var type = r.I32();
        return type == 3 ? new PoolShareAsset(r.Hash()) : Asset(ref r, type);
    }

    public static void TrustLineAsset(ref XdrWriter w, Asset value)
    {
        if (value is not PoolShareAsset pool)
        {
            Asset(ref w, value);
            return;
        }

        w.I32(3);
        w.Hash(pool.PoolId);
    }

    public static string AssetCode(ref XdrReader r, int type)
    {
        var length = type switch
        {
            1 => 4,
            2 => 12,
            _ => throw new XdrException($"Asset type {type} is not known here."),
        };
        var padded = r.Fixed(length);
        var code = Encoding.Latin1.GetString(padded.TrimEnd((byte)0));

        // A short code in the long form would be another asset of the same name.
        if (!CreditAsset.IsValidCode(code) || (code.Length > 4) != (type == 2))
        {
            throw new XdrException("Not an asset code.");
        }

        return code;
    }

    public static void AssetCode(ref XdrWriter w, string code)
    {
        Span<byte> padded = stackalloc byte[code.Length <= 4 ? 4 : 12];
        padded.Clear();
        Encoding.Latin1.GetBytes(code, padded);
        w.I32(code.Length <= 4 ? 1 : 2);
        w.Fixed(padded);
    }

    public static SignerKey SignerKey(ref XdrReader r) =>
        r.I32() switch
        {
            0 => new Ed25519SignerKey(new AccountId(r.Hash())),
            1 => new PreAuthSignerKey(r.Hash()),
            2 => new HashXSignerKey(r.Hash()),
            3 => new SignedPayloadSignerKey(new AccountId(r.Hash()), r.Opaque(64)),
            var other => throw new XdrException($"Signer type {other} is not known."),
        };

    public static void SignerKey(ref XdrWriter w, SignerKey value)
    {
        switch (value)
        {
            case Ed25519SignerKey key:
                w.I32(0);
                w.Hash(key.Account.Key);
                break;
            case PreAuthSignerKey key:
                w.I32(1);
                w.Hash(key.TransactionHash);
                break;
            case HashXSignerKey key:
                w.I32(2);
                w.Hash(key.Hash);
                break;
            case SignedPayloadSignerKey key:
                w.I32(3);
                w.Hash(key.Account.Key);
                w.Opaque(key.Payload, 64);
                break;
        }
    }

    public static ClaimableBalanceId BalanceId(ref XdrReader r) =>
        r.I32() == 0
            ? new ClaimableBalanceId(r.Hash())
            : throw new XdrException("Not a claimable balance id of version 0.");

    public static void BalanceId(ref XdrWriter w, ClaimableBalanceId value)
    {
        w.I32(0);
        w.Hash(value.Hash);
    }

    public static Price Price(ref XdrReader r) => new(r.I32(), r.I32());

    public static void Price(ref XdrWriter w, Price value)
    {
        w.I32(value.Numerator);
        w.I32(value.Denominator);
    }

    private static Asset Asset(ref XdrReader r, int type) =>
        type == 0 ? Stellar.Asset.Native : new CreditAsset(AssetCode(ref r, type), Account(ref r));
}

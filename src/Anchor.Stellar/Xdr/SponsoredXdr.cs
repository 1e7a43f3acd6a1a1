namespace Anchor.Stellar.Xdr;

/// <summary>What a revocation of sponsorship names: a ledger key, or a signer.</summary>
internal static class SponsoredXdr
{
    public static SponsoredEntry Read(ref XdrReader r) =>
        r.I32() switch
        {
            0 => LedgerKey(ref r),
            1 => new SponsoredSigner(ValueXdr.Account(ref r), ValueXdr.SignerKey(ref r)),
            var other => throw new XdrException($"Sponsorship type {other} is not known."),
        };

    public static void Write(ref XdrWriter w, SponsoredEntry value)
    {
        w.I32(value is SponsoredSigner ? 1 : 0);
        switch (value)
        {
            case SponsoredSigner entry:
                ValueXdr.Account(ref w, entry.Account);
                ValueXdr.SignerKey(ref w, entry.Key);
                break;
            case SponsoredAccount entry:
                w.I32(0);
                ValueXdr.Account(ref w, entry.Account);
                break;
            case SponsoredTrustLine entry:
                w.I32(1);
                ValueXdr.Account(ref w, entry.Account);
                ValueXdr.TrustLineAsset(ref w, entry.Asset);
                break;
            case SponsoredOffer entry:
                w.I32(2);
                ValueXdr.Account(ref w, entry.Seller);
                w.I64(entry.OfferId);
                break;
            case SponsoredData entry:
                w.I32(3);
                ValueXdr.Account(ref w, entry.Account);
                w.Opaque(entry.Name, 64);
                break;
            case SponsoredClaimableBalance entry:
                w.I32(4);
                ValueXdr.BalanceId(ref w, entry.BalanceId);
                break;
            case SponsoredOther entry:
                w.Raw(entry.LedgerKey);
                break;
        }
    }

    private static SponsoredEntry LedgerKey(ref XdrReader r)
    {
        var start = r.Position;
        switch (r.I32())
        {
            case 0:
                return new SponsoredAccount(ValueXdr.Account(ref r));
            case 1:
                return new SponsoredTrustLine(ValueXdr.Account(ref r), ValueXdr.TrustLineAsset(ref r));
            case 2:
                return new SponsoredOffer(ValueXdr.Account(ref r), r.I64());
            case 3:
                return new SponsoredData(ValueXdr.Account(ref r), r.Opaque(64));
            case 4:
                return new SponsoredClaimableBalance(ValueXdr.BalanceId(ref r));
            case var type:
                SorobanXdr.SkipContractLedgerKey(ref r, type);
                return new SponsoredOther(r.Since(start));
        }
    }
}

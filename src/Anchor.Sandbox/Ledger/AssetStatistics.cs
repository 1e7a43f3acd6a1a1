using System.Globalization;
using System.Runtime.InteropServices;
using Anchor.Stellar;

namespace Anchor.Sandbox.Ledger;

/// <summary>How many accounts hold how much of an asset. Sums of many accounts may be more than 64 bits hold.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Holding(int Accounts, decimal Amount)
{
    public Holding With(long stroops) => new(Accounts + 1, Amount + stroops);
}

/// <summary>Who holds an issued asset.</summary>
internal sealed record AssetStatistics(CreditAsset Asset, AccountEntry Issuer)
{
    public Holding Authorized { get; private init; }

    public Holding Maintaining { get; private init; }

    public Holding Unauthorized { get; private init; }

    public int ClaimableBalances { get; private init; }

    public decimal ClaimableAmount { get; private init; }

    /// <summary>All assets that someone trusts, in Horizon's order: code, issuer.</summary>
    public static IEnumerable<AssetStatistics> Of(LedgerState state)
    {
        var all = new Dictionary<CreditAsset, AssetStatistics>();
        foreach (var line in state.Accounts.Values.SelectMany(a => a.TrustLines))
        {
            if (Find(line.Asset) is { } known)
            {
                all[line.Asset] = known.With(line);
            }
        }

        foreach (var balance in state.Balances.Values)
        {
            if (balance.Asset is CreditAsset asset && Find(asset) is { } known)
            {
                all[asset] = known with
                {
                    ClaimableBalances = known.ClaimableBalances + 1,
                    ClaimableAmount = known.ClaimableAmount + balance.Amount,
                };
            }
        }

        return all
            .Values.OrderBy(a => a.Asset.Code, StringComparer.Ordinal)
            .ThenBy(a => a.Asset.Issuer.ToString(), StringComparer.Ordinal);

        AssetStatistics? Find(CreditAsset asset) =>
            all.TryGetValue(asset, out var known) ? known
            : state.FindAccount(asset.Issuer) is { } issuer ? new AssetStatistics(asset, issuer)
            : null;
    }

    /// <summary>A sum of stroops as Horizon writes amounts.</summary>
    public static string Text(decimal stroops) =>
        (stroops / Stroops.PerUnit).ToString("0.0000000", CultureInfo.InvariantCulture);

    private AssetStatistics With(TrustLine line) =>
        line.IsAuthorized ? this with { Authorized = Authorized.With(line.Balance) }
        : line.MaintainsLiabilities ? this with { Maintaining = Maintaining.With(line.Balance) }
        : this with { Unauthorized = Unauthorized.With(line.Balance) };
}

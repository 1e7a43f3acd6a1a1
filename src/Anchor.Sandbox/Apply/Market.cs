using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Exchanges assets at fixed rates, as one account that offers any amount of what it has a rate for. It makes issued assets as it needs them; lumens come from its balance.</summary>
internal sealed class Market(AccountId owner, IReadOnlyDictionary<string, decimal> rates)
{
    public AccountId Owner => owner;

    /// <summary>What must be sold to buy exactly so much; null if there is no rate or no such amount.</summary>
    public long? Cost(Asset sell, Asset buy, long bought) =>
        Rate(buy) is { } to && Rate(sell) is { } from ? ToStroops(decimal.Ceiling(bought * to / from)) : null;

    /// <summary>What so much buys; null if there is no rate, or if it buys nothing.</summary>
    public long? Proceeds(Asset sell, Asset buy, long sold) =>
        Rate(buy) is { } to && Rate(sell) is { } from ? ToStroops(decimal.Floor(sold * from / to)) : null;

    /// <summary>An exchange as the ledger's results show it.</summary>
    public ClaimedOffer Offer(Asset sell, long sold, Asset buy, long bought) =>
        new(ClaimedOfferKind.OrderBook, owner.Key, 1, buy, bought, sell, sold);

    private decimal? Rate(Asset asset) =>
        rates.TryGetValue(asset is CreditAsset credit ? credit.Code : "XLM", out var rate) && rate > 0 ? rate : null;

    private static long? ToStroops(decimal amount) => amount is > 0 and <= long.MaxValue ? (long)amount : null;
}

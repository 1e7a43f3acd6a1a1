using Anchor.Stellar.Horizon;
using Microsoft.Extensions.Options;

namespace Anchor.Ledgers.Payouts;

/// <summary>What to bid for an operation now: what most bid lately, at least the base fee, at most the cap.</summary>
public sealed class FeeBids(HorizonClient horizon, IOptions<StellarLedgerOptions> options, TimeProvider time)
{
    private const long BaseFee = 100;
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private (long Bid, DateTimeOffset ReadAt)? _last;

    /// <summary>Stroops per operation.</summary>
    public async ValueTask<uint> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_last is not { } last || now - last.ReadAt > GoodFor)
        {
            var stats = await horizon.GetFeeStatsAsync(cancellationToken);
            last = (Math.Max(stats.MaxFee.P80, Math.Max(stats.LastLedgerBaseFee, BaseFee)), now);
            _last = last;
        }

        return (uint)Math.Min(last.Bid, Math.Max(options.Value.MaxFeeStroops, BaseFee));
    }
}

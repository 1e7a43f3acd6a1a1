using Anchor.Domain.Mosaic;
using Anchor.Ledgers.Mosaic;

namespace Anchor.Hosting.Facilitator;

/// <summary>The pairs of gateways that two files name together.</summary>
internal static class FacilitatorPairs
{
    private const int ApprovedBounties = 100;
    private const int DefaultRetryBudget = 8;
    private static readonly TimeSpan DefaultForeignPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    public static IEnumerable<MosaicGateways> Of(
        FacilitatorFile file,
        MosaicConfig? mosaic,
        FacilitatorFiles wanted,
        List<string> faults
    )
    {
        if (faults.Count > 0)
        {
            return [];
        }

        var pairs = mosaic is null ? OfFileAlone(file, faults) : OfMosaic(file, mosaic);
        return
        [
            .. pairs.Where(pair =>
                (wanted.ChainId is null || pair.Auxiliary == wanted.ChainId)
                && (wanted.OriginChains.IsEmpty || wanted.OriginChains.Contains(pair.Origin, StringComparer.Ordinal))
            ),
        ];
    }

    private static FacilitationPolicy PolicyOf(FacilitatorFile file) =>
        new(
            file.ParGasPrice ?? TokenAmount.Of(1),
            file.ParGasLimit ?? TokenAmount.Of(FacilitatorConfiguration.DefaultParGasLimit),
            file.MinimumReward ?? TokenAmount.Zero,
            ApprovedBounties,
            file.ForeignPatience ?? DefaultForeignPatience,
            file.RetryBudget ?? DefaultRetryBudget,
            RetryPause
        );

    private static IEnumerable<MosaicGateways> OfMosaic(FacilitatorFile file, MosaicConfig mosaic)
    {
        var origin = mosaic.OriginId!;
        var served = file.Chains.Where(chain => chain.Id == origin).SelectMany(chain => chain.Gateways).ToList();
        foreach (var auxiliary in mosaic.Auxiliaries)
        {
            var isMeant = file.AuxiliaryChain is { } only
                ? only == auxiliary.Id
                : file.Chains.Any(chain => chain.Id == auxiliary.Id);
            if (
                isMeant
                && auxiliary is { Composer: { } composer, Gateway: { } gateway }
                // Where gateways are listed, the others are not served.
                && (served.Count == 0 || served.Contains(gateway))
            )
            {
                yield return new MosaicGateways(
                    PairName.Of(origin, auxiliary.Id, gateway.ToString()),
                    origin,
                    auxiliary.Id,
                    composer,
                    gateway,
                    auxiliary.CoGateway,
                    auxiliary.OriginAnchor,
                    auxiliary.AuxiliaryAnchor,
                    auxiliary.RedeemPool,
                    PolicyOf(file)
                );
            }
        }
    }

    /// <summary>Composer and gateways stand with the origin chain; the contracts name the rest.</summary>
    private static IEnumerable<MosaicGateways> OfFileAlone(FacilitatorFile file, List<string> faults)
    {
        var origins = file.Chains.Where(chain => chain.Composer is not null && !chain.Gateways.IsEmpty).ToList();
        var auxiliary =
            file.AuxiliaryChain
            ?? file.Chains.Where(chain => !origins.Contains(chain)).Select(chain => chain.Id).FirstOrDefault();
        if (origins.Count == 0 || auxiliary is null)
        {
            faults.Add(
                $"{file.File}: names no mosaic_config, none was found, and no chain of it has composer_address and supported_gateway_address."
            );
            return [];
        }

        return origins.SelectMany(origin =>
            origin.Gateways.Select(gateway => new MosaicGateways(
                PairName.Of(origin.Id, auxiliary, gateway.ToString()),
                origin.Id,
                auxiliary,
                origin.Composer!.Value,
                gateway,
                null,
                null,
                null,
                null,
                PolicyOf(file)
            ))
        );
    }
}

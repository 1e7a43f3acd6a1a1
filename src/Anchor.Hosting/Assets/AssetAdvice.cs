using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Stellar.Horizon;

namespace Anchor.Hosting.Assets;

/// <summary>Looks at the ledger for what will be in the way of an asset. It only warns: accounts may be made later.</summary>
internal sealed class AssetAdvice(HorizonClient horizon, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<ImmutableArray<string>> OnAsync(AssetTerms asset, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var account = await horizon.GetAccountAsync(asset.DistributionAccount, bounded.Token);
            return account is null
                    ? [$"The distribution account {asset.DistributionAccount} does not exist on this network yet."]
                : asset.Asset.Issuer == asset.DistributionAccount ? []
                : account.TrustLine(asset.Asset.Code, asset.Asset.Issuer!) is null
                    ?
                    [
                        $"The distribution account {asset.DistributionAccount} has no trustline for {asset.Asset.Code} of {asset.Asset.Issuer} yet.",
                    ]
                : [];
        }
        catch (Exception e)
            when (e is HorizonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return [$"Horizon could not be asked about the distribution account: {e.Message}"];
        }
    }
}

using Anchor.Api.Operator.Assets;
using Anchor.Domain.Assets;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Issuing;
using Anchor.Ledgers.Signing;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;

namespace Anchor.Hosting.Assets;

/// <summary>Issues an asset anew on a test network that was reset: the operator lends the issuer's seed, the distribution account's key is here.</summary>
internal sealed class AssetReissue(
    AnchorSettings settings,
    HorizonClient horizon,
    Network network,
    ISigner signer,
    TimeProvider time
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Null if it was done, with what was done in <paramref name="steps"/>.</summary>
    public async Task<AssetOutcome?> RunAsync(
        AssetTerms asset,
        AssetIssueOrder order,
        List<string> steps,
        CancellationToken cancellationToken
    )
    {
        if (settings.Passphrase == AnchorSettings.PublicPassphrase)
        {
            return Wrong("On the public network nothing is issued by command.");
        }

        if (!KeyPair.TryFromSecret(order.IssuerSeed, out var key))
        {
            return Wrong($"The issuer's seed of {asset.Asset.Code} is not {ValueKinds.Seed.Expected}.");
        }

        using var issuer = key;
        if (issuer.Account.ToString() != asset.Asset.Issuer)
        {
            return Wrong($"The seed is not that of {asset.Asset.Issuer}, who issues {asset.Asset.Code}.");
        }

        if (!Stroops.TryParse(order.Amount, out var amount) || amount == 0)
        {
            return Wrong($"--issue-amount: \"{order.Amount}\" is not an amount.");
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var distribution = AccountId.Parse(asset.DistributionAccount);
            var issue = new AssetIssue(
                horizon,
                new LedgerSender(horizon, network, time),
                Asset.Credit(asset.Asset.Code, issuer.Account),
                steps.Add
            );
            await issue.FundAsync([issuer.Account, distribution], bounded.Token);
            await issue.TopUpAsync(
                new LedgerKey(
                    distribution,
                    (transaction, hash, token) => signer.SignAsync(distribution, transaction, hash, token)
                ),
                LedgerKey.Of(issuer),
                amount,
                bounded.Token
            );
            return null;
        }
        catch (Exception e) when (e is HorizonException or LedgerRefusedException)
        {
            return new AssetOutcome.NotNow($"{asset.Asset.Code} cannot be issued: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AssetOutcome.NotNow(
                $"{asset.Asset.Code} was not issued within {Patience.TotalSeconds} seconds."
            );
        }
    }

    private static AssetOutcome.Wrong Wrong(string fault) => new([fault]);
}

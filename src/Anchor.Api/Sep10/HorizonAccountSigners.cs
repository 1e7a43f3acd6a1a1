using System.Collections.Immutable;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;

namespace Anchor.Api.Sep10;

/// <summary>Reads the signers from Horizon.</summary>
internal sealed class HorizonAccountSigners(HorizonClient horizon) : IAccountSigners
{
    public async Task<AccountSigners?> FindAsync(AccountId account, CancellationToken cancellationToken)
    {
        try
        {
            var found = await horizon.GetAccountAsync(account.ToString(), cancellationToken);
            return found is null ? null : From(found);
        }
        catch (HorizonException e)
        {
            throw new LedgerUnavailableException("Horizon gave no answer about the account.", e);
        }
    }

    /// <summary>Signers of other kinds than keys cannot sign a challenge and are left out.</summary>
    private static AccountSigners From(HorizonAccount account)
    {
        var signers = ImmutableArray.CreateBuilder<Signer>(account.Signers.Length);
        foreach (var signer in account.Signers)
        {
            if (AccountId.TryParse(signer.Key, out var key))
            {
                signers.Add(new Signer(new Ed25519SignerKey(key), (uint)signer.Weight));
            }
        }

        var thresholds = account.Thresholds;
        return new AccountSigners(
            (uint)thresholds.LowThreshold,
            (uint)thresholds.MedThreshold,
            (uint)thresholds.HighThreshold,
            signers.ToImmutable()
        );
    }
}

using System.Text;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;

namespace Anchor.Hosting.Issuing;

/// <summary>Brings an asset onto a test network: accounts by friendbot, trustline and payment in one transaction. What is there already is only topped up.</summary>
internal sealed class AssetIssue(HorizonClient horizon, LedgerSender sender, CreditAsset asset, Action<string> say)
{
    /// <summary>Has the accounts created that do not exist.</summary>
    public async Task FundAsync(IEnumerable<AccountId> accounts, CancellationToken cancellationToken)
    {
        foreach (var account in accounts.Distinct())
        {
            if (await FindAsync(account, cancellationToken) is null)
            {
                say($"Funding {account} by friendbot.");
                await sender.FundAsync(account, cancellationToken);
            }
        }
    }

    /// <summary>Sees to it that an account holds at least so much.</summary>
    /// <param name="to">Whom the asset is for.</param>
    /// <param name="from">The issuer, or somebody who holds enough.</param>
    /// <param name="stroops">How much there shall be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TopUpAsync(LedgerKey to, LedgerKey from, long stroops, CancellationToken cancellationToken)
    {
        var account = await FindAsync(to.Account, cancellationToken);
        var line = account?.TrustLine(asset.Code, asset.Issuer.ToString());
        var missing = stroops - (line?.Balance ?? 0);
        if (line is not null && missing <= 0)
        {
            say($"{to.Account} holds {Stroops.Format(line.Balance)} {asset.Code} already.");
            return;
        }

        List<Operation> operations = [];
        if (line is null)
        {
            say($"Trustline of {to.Account} for {asset.Code}.");
            operations.Add(new ChangeTrustOperation(asset) { Source = to.Account });
        }

        if (missing > 0)
        {
            say($"Payment of {Stroops.Format(missing)} {asset.Code} to {to.Account}.");
            operations.Add(new PaymentOperation(to.Account, asset, missing) { Source = from.Account });
        }

        await sender.SendAsync(line is null ? [from, to] : [from], [.. operations], Memo.None, cancellationToken);
    }

    /// <summary>Makes the issuer name the domain where its stellar.toml is.</summary>
    public async Task SetHomeDomainAsync(LedgerKey issuer, string domain, CancellationToken cancellationToken)
    {
        say($"Home domain of {issuer.Account}: {domain}.");
        await sender.SendAsync(
            [issuer],
            [new SetOptionsOperation { HomeDomain = new ByteString(Encoding.UTF8.GetBytes(domain)) }],
            Memo.None,
            cancellationToken
        );
    }

    private Task<HorizonAccount?> FindAsync(AccountId account, CancellationToken cancellationToken) =>
        sender.AnsweredAsync(token => horizon.GetAccountAsync(account.ToString(), token), cancellationToken);
}

using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>What holds at the moment: accounts, claimable balances, assets, fees.</summary>
internal static class StateEndpoints
{
    public static Task RootAsync(HorizonRequest request) =>
        request.Query("addr") is not null
            ? SubmissionEndpoints.FriendbotAsync(request)
            : request.OkAsync(hal => LedgerDocument.WriteRoot(hal, request.Network));

    public static Task FeeStatsAsync(HorizonRequest request) =>
        request.OkAsync(hal => FeeStatsDocument.Write(hal, request.Network));

    public static Task HealthAsync(HorizonRequest request) =>
        request.JsonAsync(
            200,
            json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("database_connected", true);
                json.WriteBoolean("core_up", true);
                json.WriteBoolean("core_synced", true);
                json.WriteEndObject();
            }
        );

    public static Task AccountAsync(HorizonRequest request)
    {
        if (!request.TryRouteAccount(out var id))
        {
            return request.ProblemAsync(
                Problem.BadRequest("account_id", "Account ID must start with `G` and contain 56 alphanum characters")
            );
        }

        return request.Network.VisibleAccounts.FindAccount(id) is { } account
            ? request.OkAsync(hal => AccountJson.Write(hal, account))
            : request.NotFoundAsync();
    }

    public static Task AccountDataAsync(HorizonRequest request)
    {
        var entry = request.TryRouteAccount(out var id)
            ? request.Network.VisibleAccounts.FindAccount(id)?.FindData(ByteString.FromUtf8(request.Route("key")))
            : null;
        return entry is null
            ? request.NotFoundAsync()
            : request.JsonAsync(
                200,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteBase64String("value", entry.Value.Span);
                    if (entry.Sponsor is { } sponsor)
                    {
                        json.WriteString("sponsor", sponsor.ToString());
                    }

                    json.WriteEndObject();
                }
            );
    }

    public static Task AccountsAsync(HorizonRequest request)
    {
        Func<AccountEntry, bool>? filter = null;
        if (SignerKey.TryParse(request.Query("signer"), out var signer))
        {
            filter = account => account.FindSigner(signer) is not null || IsMasterOf(signer, account);
        }
        else if (Asset.TryParse(request.Query("asset"), out var asset) && asset is CreditAsset credit)
        {
            filter = account => account.FindTrustLine(credit) is not null;
        }
        else if (AccountId.TryParse(request.Query("sponsor"), out var sponsor))
        {
            filter = account => Sponsors(account).Contains(sponsor);
        }

        if (filter is null)
        {
            return request.ProblemAsync(
                Problem.BadRequest("filters", "A filter on signer, asset or sponsor is needed.")
            );
        }

        return PageQuery.TryRead(request, out var page, out var problem)
            ? request.PageAsync(
                page,
                request.Network.VisibleAccounts.Accounts.Values.Where(filter),
                account => account.Id.ToString(),
                AccountJson.Write
            )
            : request.ProblemAsync(problem);
    }

    public static Task ClaimableBalancesAsync(HorizonRequest request)
    {
        IEnumerable<ClaimableBalanceEntry> balances = request.Network.Visible.Balances.Values;
        if (AccountId.TryParse(request.Query("claimant"), out var claimant))
        {
            balances = balances.Where(b => b.Claimants.Any(c => c.Destination == claimant));
        }

        if (Asset.TryParse(request.Query("asset"), out var asset))
        {
            balances = balances.Where(b => b.Asset == asset);
        }

        if (AccountId.TryParse(request.Query("sponsor"), out var sponsor))
        {
            balances = balances.Where(b => b.Sponsor == sponsor);
        }

        return PageQuery.TryRead(request, out var page, out var problem)
            ? request.PageAsync(page, balances, EntryDocuments.TokenOf, EntryDocuments.Write)
            : request.ProblemAsync(problem);
    }

    public static Task ClaimableBalanceAsync(HorizonRequest request) =>
        ClaimableBalanceId.TryParse(request.Route("id"), out var id)
        && request.Network.Visible.FindBalance(id) is { } balance
            ? request.OkAsync(hal => EntryDocuments.Write(hal, balance))
            : request.NotFoundAsync();

    public static Task AssetsAsync(HorizonRequest request)
    {
        var (code, issuer) = (request.Query("asset_code"), request.Query("asset_issuer"));
        var assets = AssetStatistics
            .Of(request.Network.Visible)
            .Where(a =>
                (code ?? a.Asset.Code) == a.Asset.Code
                && (issuer ?? a.Asset.Issuer.ToString()) == a.Asset.Issuer.ToString()
            );
        return PageQuery.TryRead(request, out var page, out var problem)
            ? request.PageAsync(page, assets, EntryDocuments.TokenOf, EntryDocuments.Write)
            : request.ProblemAsync(problem);
    }

    private static bool IsMasterOf(SignerKey signer, AccountEntry account) =>
        signer is Ed25519SignerKey key && key.Account == account.Id && account.MasterWeight > 0;

    private static IEnumerable<AccountId?> Sponsors(AccountEntry account) =>
        [
            account.Sponsor,
            .. account.Signers.Select(s => s.Sponsor),
            .. account.TrustLines.Select(l => l.Sponsor),
            .. account.Data.Select(d => d.Sponsor),
        ];
}

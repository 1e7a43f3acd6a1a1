using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Anchor.Hosting.Issuing;
using Anchor.Silo.Wallet;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;

namespace Anchor.Silo.Demo;

/// <summary>A user with a wallet: one deposit and one withdrawal at an anchor, from the first page to the last status.</summary>
internal sealed class DemoWallet(
    HttpClient browser,
    Uri anchor,
    KeyPair key,
    string? wanted,
    IMeterFactory meters,
    TimeProvider time,
    Action<DemoEvent> report
)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private readonly WalletClient _client = new(browser, anchor);
    private readonly long _started = time.GetTimestamp();

    /// <summary>The whole round; every amount is checked at the end.</summary>
    /// <param name="deposit">What is sent to the anchor's bank.</param>
    /// <param name="withdrawal">What is sent back over the ledger.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImmutableArray<DemoCheck>> RunAsync(
        string deposit,
        string withdrawal,
        CancellationToken cancellationToken
    )
    {
        var toml = await _client.ReadTomlAsync(cancellationToken);
        if (toml.NetworkPassphrase == Network.Public.Passphrase)
        {
            throw new WalletException("This anchor is on the public network: the demo is for test networks only.");
        }

        var currencies = toml.Currencies.Where(currency => wanted is null || currency.Code == wanted).ToList();
        if (currencies.Count == 0 || toml.HorizonUrl is null)
        {
            throw new WalletException(
                $"The anchor's stellar.toml names no asset{(wanted is null ? "" : $" {wanted}")}, or no Horizon."
            );
        }

        var (code, issuer) = currencies[0];
        var horizon = new HorizonClient(
            browser,
            new HorizonOptions { BaseUrl = toml.HorizonUrl, NetworkPassphrase = toml.NetworkPassphrase },
            time,
            new HorizonMetrics(meters)
        );
        var ledger = new LedgerSender(horizon, new Network(toml.NetworkPassphrase), time);
        var asset = Asset.Credit(code, AccountId.Parse(issuer));

        Tell("wallet", "account", $"{key.Account}");
        await ledger.FundAsync(key.Account, cancellationToken);
        await ledger.SendAsync([key], [new ChangeTrustOperation(asset)], Memo.None, cancellationToken);
        Tell("wallet", "trustline", $"{code} of {issuer}");
        var token = await _client.SignInAsync(toml, key, cancellationToken);
        Tell("wallet", "signed in", "SEP-10");

        var paid = await DepositAsync(toml, token, code, deposit, cancellationToken);
        var before = await BalanceAsync(horizon, code, issuer, cancellationToken);
        var sent = await WithdrawAsync(toml, token, asset, withdrawal, ledger, cancellationToken);
        var after = await BalanceAsync(horizon, code, issuer, cancellationToken);
        return
        [
            new DemoCheck(
                "the deposit's amount out stands on the ledger",
                Normal(paid.AmountOut),
                Stroops.Format(before)
            ),
            new DemoCheck("the deposit came in as it was sent", Normal(deposit), Normal(paid.AmountIn)),
            new DemoCheck("the withdrawal came in as it was sent", Normal(withdrawal), Normal(sent.AmountIn)),
            new DemoCheck(
                "the withdrawal left the wallet's account",
                Stroops.Format(before - Stroops.Parse(withdrawal)),
                Stroops.Format(after)
            ),
            Conserved("deposit", paid),
            Conserved("withdrawal", sent),
        ];
    }

    private async Task<WalletTransaction> DepositAsync(
        AnchorToml toml,
        string token,
        string code,
        string amount,
        CancellationToken cancellationToken
    )
    {
        var id = await GoThroughPagesAsync(toml, token, "deposit", code, amount, cancellationToken);
        return await FollowAsync(toml, token, "deposit", id, "completed", cancellationToken);
    }

    private async Task<WalletTransaction> WithdrawAsync(
        AnchorToml toml,
        string token,
        Asset asset,
        string amount,
        LedgerSender ledger,
        CancellationToken cancellationToken
    )
    {
        const string Kind = "withdraw";
        var id = await GoThroughPagesAsync(toml, token, Kind, ((CreditAsset)asset).Code, amount, cancellationToken);
        var ready = await FollowAsync(toml, token, Kind, id, "pending_user_transfer_start", cancellationToken);
        var payment = new PaymentOperation(
            MuxedAccount.Parse(ready.WithdrawAnchorAccount!),
            asset,
            Stroops.Parse(amount)
        );
        var hash = await ledger.SendAsync([key], [payment], ready.MemoToPayWith(), cancellationToken);
        Tell(Kind, "paid", $"transaction {hash[..8]}... with memo {ready.WithdrawMemo}");
        return await FollowAsync(toml, token, Kind, id, "completed", cancellationToken);
    }

    private async Task<string> GoThroughPagesAsync(
        AnchorToml toml,
        string token,
        string kind,
        string code,
        string amount,
        CancellationToken cancellationToken
    )
    {
        var fields = new Dictionary<string, string> { ["asset_code"] = code, ["account"] = key.Account.ToString() };
        var started = await _client.StartAsync(toml, token, kind, fields, cancellationToken);
        Tell(kind, "incomplete", started.Id);
        var answers = new Dictionary<string, string> { ["amount"] = amount };
        await new HostedPages(browser).CompleteAsync(started.Url, answers, cancellationToken);
        return started.Id;
    }

    /// <summary>Watches the statuses go by until the wanted one, or one that nothing leads out of.</summary>
    private async Task<WalletTransaction> FollowAsync(
        AnchorToml toml,
        string token,
        string kind,
        string id,
        string wanted,
        CancellationToken cancellationToken
    )
    {
        var last = "";
        while (true)
        {
            var seen = await _client.GetAsync(toml, token, id, cancellationToken);
            if (seen.Status != last)
            {
                last = seen.Status;
                Tell(kind, seen.Status, seen.Message ?? seen.Amounts());
            }

            if (seen.Status == wanted)
            {
                return seen;
            }

            if (seen.HasFailed)
            {
                throw new WalletException($"The {kind} {id} ended as {seen.Status}: {seen.Message}");
            }

            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    private async Task<long> BalanceAsync(
        HorizonClient horizon,
        string code,
        string issuer,
        CancellationToken cancellationToken
    )
    {
        var account = await horizon.GetAccountAsync(key.Account.ToString(), cancellationToken);
        return account?.TrustLine(code, issuer)?.Balance ?? 0;
    }

    private static DemoCheck Conserved(string kind, WalletTransaction transaction) =>
        new(
            $"{kind}: what came in is the fee and what went out",
            Normal(transaction.AmountIn),
            Stroops.Format(Stroops.Parse(transaction.AmountFee ?? "0") + Stroops.Parse(transaction.AmountOut ?? "0"))
        );

    private static string Normal(string? amount) => Stroops.Format(Stroops.Parse(amount ?? "0"));

    private void Tell(string who, string status, string note) =>
        report(new DemoEvent(time.GetElapsedTime(_started), who, status, note));
}

using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Anchor.Hosting.Issuing;
using Anchor.Silo.Wallet;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.EndToEnd.Tests.Assets;

/// <summary>A user whose account has the asset, with a session at the anchor.</summary>
internal sealed class User(
    ServiceProvider services,
    HttpClient browser,
    WalletClient wallet,
    AnchorToml toml,
    string session,
    KeyPair key,
    Asset asset,
    LedgerSender sender
) : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    public static async Task<User> ArriveAsync(AnchorAtWork anchor, IssuedAsset issued)
    {
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var browser = HostedPages.NewBrowser();
        var wallet = new WalletClient(browser, anchor.Host);
        var toml = await wallet.ReadTomlAsync(default);
        var horizon = new HorizonClient(
            browser,
            new HorizonOptions { BaseUrl = anchor.Sandbox, NetworkPassphrase = toml.NetworkPassphrase },
            TimeProvider.System,
            new HorizonMetrics(services.GetRequiredService<IMeterFactory>())
        );
        var sender = new LedgerSender(horizon, new Network(toml.NetworkPassphrase), TimeProvider.System);
        using var random = RandomNumberGenerator.Create();
        var key = KeyPair.Random(random);
        var asset = Asset.Credit(issued.Code, AccountId.Parse(issued.Issuer));
        await sender.FundAsync(key.Account, default);
        await sender.SendAsync(
            [key, KeyPair.FromSecret(issued.IssuerSeed)],
            [
                new ChangeTrustOperation(asset),
                new PaymentOperation(key.Account, asset, Stroops.Parse("50"))
                {
                    Source = AccountId.Parse(issued.Issuer),
                },
            ],
            Memo.None,
            default
        );
        var session = await wallet.SignInAsync(toml, key, default);
        return new User(services, browser, wallet, toml, session, key, asset, sender);
    }

    public async Task<WalletTransaction> BeginWithdrawalAsync()
    {
        var fields = new Dictionary<string, string>
        {
            ["asset_code"] = ((CreditAsset)asset).Code,
            ["account"] = key.Account.ToString(),
        };
        var started = await StartAsync(fields);
        var answers = new Dictionary<string, string> { ["amount"] = "12" };
        await new HostedPages(browser).CompleteAsync(started.Url, answers, default);
        return await SeeAsync(started.Id, "pending_user_transfer_start");
    }

    /// <summary>A new account's withdrawals are offered once its reader has begun, which takes a moment.</summary>
    private async Task<InteractiveWire> StartAsync(Dictionary<string, string> fields)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                return await wallet.StartAsync(toml, session, "withdraw", fields, deadline.Token);
            }
            catch (WalletException e) when (e.Message.Contains("503", StringComparison.Ordinal))
            {
                await Task.Delay(Glance, TimeProvider.System, deadline.Token);
            }
        }
    }

    public Task<string> PayAsync(WalletTransaction withdrawal) =>
        sender.SendAsync(
            [key],
            [new PaymentOperation(MuxedAccount.Parse(withdrawal.WithdrawAnchorAccount!), asset, Stroops.Parse("12"))],
            withdrawal.MemoToPayWith(),
            default
        );

    public async Task<WalletTransaction> SeeAsync(string id, string status)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var seen = await wallet.GetAsync(toml, session, id, deadline.Token);
            Assert.False(seen.HasFailed, seen.Status);
            if (seen.Status == status)
            {
                return seen;
            }

            await Task.Delay(Glance, TimeProvider.System, deadline.Token);
        }
    }

    public void Dispose()
    {
        key.Dispose();
        browser.Dispose();
        services.Dispose();
    }
}

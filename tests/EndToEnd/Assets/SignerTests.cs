using System.Text.Json;
using Anchor.Ledgers.Signing;
using Anchor.Stellar;

namespace Anchor.EndToEnd.Tests.Assets;

/// <summary>Assets whose distribution account's key is never in the anchor.</summary>
public sealed class SignerTests
{
    private static readonly KeyPair Key = KeyPair.FromSecret(
        "SDHOAMBNLGCE2MV5ZKIVZAQD3VCLGP53P3OBSBI6UN5L5XZI5TKHFQL4"
    );

    private static readonly Transaction Payment = new()
    {
        Source = Key.Account,
        Fee = 100,
        Sequence = 7,
        Operations = [new PaymentOperation(Key.Account, Asset.Native, 1)],
    };

    [Fact]
    public async Task A_signature_is_used_only_if_it_is_the_accounts_on_this_transaction()
    {
        await using var signer = await SignerService.StartAsync(KeyPair.FromSecret(Key.ExportSecret()));
        using var http = new HttpClient();
        var network = Network.Testnet;
        var hash = Payment.Hash(network);

        var signature = await SignAsync(SignerService.Token);
        Assert.Equal(Key.Sign(hash), signature);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => SignAsync("another"));
        Assert.Equal($"The signer of {Key.Account} answered 401.", refused.Message);
        signer.IsFalse = true;
        refused = await Assert.ThrowsAsync<HttpRequestException>(() => SignAsync(SignerService.Token));
        Assert.EndsWith(
            "answered with something that is not its signature.",
            refused.Message,
            StringComparison.Ordinal
        );

        Task<DecoratedSignature> SignAsync(string token) =>
            new HttpKey(http, signer.Url, token, network).SignAsync(Key.Account, Payment, hash, default).AsTask();
    }

    [Fact]
    public async Task Deposits_and_withdrawals_of_an_asset_with_a_signer_complete()
    {
        using var anchor = await AnchorAtWork.StartAsync(("SIGNER_TOKEN", SignerService.Token));
        using var report = JsonDocument.Parse(await anchor.DoAsync("testnet issue --asset=GOLD --json"));
        var distribution = report.RootElement.GetProperty("distribution");
        var seed = distribution.GetProperty("secret_key").GetString()!;
        await using var signer = await SignerService.StartAsync(KeyPair.FromSecret(seed));
        var issuer = report.RootElement.GetProperty("issuer").GetProperty("public_key");

        await anchor.DoAsync(
            $"assets add --asset GOLD --issuer {issuer} --signer {signer.Url} --distribution-account {distribution.GetProperty("public_key")}"
        );
        await anchor.DemoAsync("GOLD");

        Assert.True(signer.Signed >= 2, $"It signed {signer.Signed} times.");
    }
}

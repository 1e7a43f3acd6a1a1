using Anchor.Silo.Wallet;

namespace Anchor.EndToEnd.Tests.Assets;

/// <summary>The commands of assets against a server that is never restarted for them.</summary>
public sealed class AssetCommandTests
{
    private const string PublicNetwork = "Public Global Stellar Network ; September 2015";

    [Fact]
    public async Task An_asset_issued_and_added_to_a_running_server_is_deposited_and_withdrawn()
    {
        using var anchor = await AnchorAtWork.StartAsync();

        var gold = await anchor.AddIssuedAsync(
            "GOLD",
            " --decimals 3 --deposit-fee-fixed 0.25 --deposit-fee-percent 2"
        );
        await anchor.DemoAsync("GOLD");

        var list = await anchor.DoAsync("assets list");
        Assert.Contains($"{gold.Issuer}   {gold.Distribution}   stored", list, StringComparison.Ordinal);
        Assert.Contains("fee 0.25 + 2%", list, StringComparison.Ordinal);
        await anchor.StopAsync();
        foreach (var file in anchor.Files)
        {
            Assert.DoesNotContain(gold.DistributionSeed, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }

        await anchor.ServeAsync();
        await anchor.DemoAsync("GOLD");
        Assert.DoesNotContain(gold.DistributionSeed, anchor.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(
            gold.DistributionSeed,
            await anchor.DoAsync("assets list --json"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_disabled_asset_takes_nothing_new_and_what_is_open_ends_well()
    {
        using var anchor = await AnchorAtWork.StartAsync();
        var gold = await anchor.AddIssuedAsync("GOLD");
        using var user = await User.ArriveAsync(anchor, gold);
        var withdrawal = await user.BeginWithdrawalAsync();

        await anchor.DoAsync("assets disable --asset GOLD");

        Assert.DoesNotContain("GOLD", await anchor.TomlAsync(), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<WalletException>(user.BeginWithdrawalAsync);
        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
        var (code, _, errors) = await anchor.RunAsync(
            $"testnet delete-asset --asset GOLD --issuer-public {gold.Issuer}"
        );
        Assert.Equal(
            (
                1,
                $"GOLD:{gold.Issuer} has 1 open transactions (1 pending_user_transfer_start): it can be disabled, but not deleted before they end."
            ),
            (code, errors)
        );

        await user.PayAsync(withdrawal);
        await user.SeeAsync(withdrawal.Id, "completed");
        await anchor.DoAsync($"testnet delete-asset --asset GOLD --issuer-public {gold.Issuer}");
        Assert.DoesNotContain("GOLD", await anchor.DoAsync("assets list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Polaris_add_asset_enables_what_is_named_and_skips_a_code_that_is_there()
    {
        using var anchor = await AnchorAtWork.StartAsync();
        var gold = await anchor.AddIssuedAsync("GOLD");
        var again = $"testnet add-asset --asset GOLD --issuer-public {gold.Issuer}";
        var silver =
            $"testnet add-asset --asset SILVER --issuer-public {gold.Issuer} --sep24-enabled --deposit-enabled=true --symbol oz";

        Assert.Contains("is there already; nothing is done.", await anchor.DoAsync(again), StringComparison.Ordinal);
        var (code, _, errors) = await anchor.RunAsync($"{silver} --distribution-seed {gold.DistributionSeed}");

        Assert.Equal(0, code);
        Assert.Contains("--distribution-seed: other users of this machine can see", errors, StringComparison.Ordinal);
        Assert.Contains($"has no trustline for SILVER of {gold.Issuer} yet.", errors, StringComparison.Ordinal);
        using var http = new HttpClient();
        var info = await http.GetStringAsync(new Uri(anchor.Host, "sep24/info"));
        Assert.Contains("\"SILVER\":{\"enabled\":true", info, StringComparison.Ordinal);
        Assert.Contains("\"SILVER\":{\"enabled\":false}", info, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_use_is_a_line_for_each_fault_and_exit_code_2_also_without_a_server()
    {
        using var anchor = await AnchorAtWork.StartAsync();
        await anchor.StopAsync();

        var (code, output, errors) = await anchor.RunAsync(
            "assets add --asset GOLD --issuer GABC --decimals 9 --deposit-min 5 --deposit-max 4",
            ("DISTRIBUTION_SEED", "SECRET")
        );

        Assert.Equal((2, ""), (code, output));
        Assert.Equal(
            [
                "--issuer: \"GABC\" is not an account (G...).",
                "--decimals: \"9\" is not a number from 0 to 7.",
                "--deposit-min: 5 is more than --deposit-max, 4.",
                "--distribution-seed: the value is not a Stellar secret seed (S...).",
            ],
            errors.Split(Environment.NewLine)
        );
        (code, _, errors) = await anchor.RunAsync("assets disable --asset GOLD");
        Assert.Equal((2, "There is no asset GOLD."), (code, errors));
    }

    [Theory]
    [InlineData("testnet issue")]
    [InlineData("testnet reset")]
    [InlineData("testnet add-asset --asset GOLD")]
    [InlineData("testnet delete-asset --asset GOLD")]
    public async Task The_public_network_is_refused(string arguments)
    {
        using var anchor = new AnchorAtWork();

        var (code, output, errors) = await anchor.RunAsync(arguments, ("STELLAR_NETWORK_PASSPHRASE", PublicNetwork));

        Assert.Equal((2, ""), (code, output));
        Assert.Equal(
            "STELLAR_NETWORK_PASSPHRASE: this is the public network; \"anchor testnet\" is for test networks only.",
            errors
        );
    }

    [Fact]
    public async Task After_a_reset_of_the_network_an_asset_is_issued_anew_and_serves_again()
    {
        using var anchor = await AnchorAtWork.StartAsync();
        var gold = await anchor.AddIssuedAsync("GOLD");
        await anchor.DemoAsync("GOLD");
        using var http = new HttpClient();
        (await http.PostAsync(new Uri(anchor.Sandbox, "_sandbox/reset"), null)).EnsureSuccessStatusCode();

        var (code, _, errors) = await anchor.RunAsync("testnet reset", ("ISSUER_SEED_GOLD", gold.DistributionSeed));
        Assert.Equal((2, true), (code, errors.Contains("not of the issuer", StringComparison.Ordinal)));

        await anchor.DoAsync("testnet reset", ("ISSUER_SEED_GOLD", gold.IssuerSeed));

        await anchor.DemoAsync("GOLD");
        await anchor.DemoAsync("TEST");
    }
}

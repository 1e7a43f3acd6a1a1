using System.Collections.Immutable;
using Anchor.Api.Operator.Assets;
using Anchor.Domain.Assets;
using Anchor.Ledgers.Signing;
using Anchor.Stellar;
using Anchor.Storage;

namespace Anchor.EndToEnd.Tests.Assets;

/// <summary>Assets are added, changed, disabled and deleted while everything runs.</summary>
public sealed class AssetAdministrationTests : IAsyncDisposable
{
    private const string Issuer = "GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H";
    private const string Other = "GDRXE2BQUC3AZNPVFSCEZ76NJ3WWL25FYFK6RGZGIEKWE4SOOHSUJUJ6";
    private const string Seed = "SDHOAMBNLGCE2MV5ZKIVZAQD3VCLGP53P3OBSBI6UN5L5XZI5TKHFQL4";
    private static readonly AccountId Distribution = KeyPair.FromSecret(Seed).Account;

    private static readonly (string, string)[] ConfiguredEur =
    [
        ("Assets:0:Code", "EUR"),
        ("Assets:0:Issuer", Issuer),
        ("Assets:0:DistributionSeed", Seed),
    ];

    private readonly Installation _installation = new();

    private static AssetChange Eur =>
        new()
        {
            Code = "EUR",
            Issuer = Issuer,
            DistributionSeed = Seed,
        };

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task An_added_asset_is_served_and_signed_for_at_once_and_after_a_restart()
    {
        var changes = 0;
        _installation.Assets.Changed += (_, _) => changes++;

        var done = Done(
            await AddAsync(Eur with { Decimals = "2", Deposit = new DirectionChange(Min: "5", FeePercent: "1.5") })
        );

        Assert.Equal(1, changes);
        Assert.Equal(
            ("stored", 2, "5", "1.5"),
            (done.Asset.Source, done.Asset.Decimals, done.Asset.Deposit.Min, done.Asset.Deposit.FeePercent)
        );
        Assert.Contains("does not exist on this network yet", Assert.Single(done.Warnings), StringComparison.Ordinal);
        await AssertServedAsync();

        await _installation.RestartAsync();
        await AssertServedAsync();

        async Task AssertServedAsync()
        {
            var terms = _installation.Assets.Find("EUR", null)!;
            Assert.Equal(
                (Distribution.ToString(), 2, true),
                (terms.DistributionAccount, terms.Decimals, terms.IsEnabled)
            );
            Assert.Same(terms, _installation.Assets.Find(new AssetId("EUR", Issuer)));
            await _installation.Service<ISigner>().SignAsync(Distribution, null!, default, default);
        }
    }

    [Fact]
    public async Task Every_fault_of_an_asset_is_a_line_of_its_own_and_no_seed_is_repeated()
    {
        var wrong = Wrong(
            await AddAsync(
                new AssetChange
                {
                    Code = "E-R",
                    Issuer = Seed,
                    DistributionSeed = Issuer,
                    Decimals = "8",
                    Seps = new Dictionary<string, bool> { ["sep99"] = true }.ToImmutableSortedDictionary(),
                    Deposit = new DirectionChange(Min: "5", Max: "4", FeeFixed: "1e3"),
                    Withdrawal = new DirectionChange(Min: "-1", FeePercent: "100"),
                }
            )
        );

        Assert.Equal(
            [
                "--asset: \"E-R\" is not an asset code of 1 to 12 letters and digits.",
                "--issuer: the value is a secret seed, not an account (G...).",
                "--decimals: \"8\" is not a number from 0 to 7.",
                "--sep99-enabled: there is no such SEP for assets.",
                "--deposit-fee-fixed: \"1e3\" is not an amount.",
                "--deposit-min: 5 is more than --deposit-max, 4.",
                "--withdrawal-min: \"-1\" is not an amount.",
                "--withdrawal-fee-percent: 100 leaves nothing to pay out.",
                "--distribution-seed: the value is not a Stellar secret seed (S...).",
            ],
            wrong
        );
        Assert.Empty(_installation.Assets.All);
    }

    [Fact]
    public async Task A_seed_is_required_and_an_asset_is_added_once()
    {
        Assert.StartsWith(
            "--distribution-seed: ",
            Assert.Single(Wrong(await AddAsync(Eur with { DistributionSeed = null }))),
            StringComparison.Ordinal
        );

        Done(await AddAsync(Eur));

        Assert.Equal(
            $"EUR:{Issuer} is there already; \"anchor assets set\" changes it.",
            Assert.Single(Wrong(await AddAsync(Eur)))
        );
    }

    [Fact]
    public async Task An_asset_has_either_a_seed_or_a_signer()
    {
        var signed = Eur with
        {
            DistributionSeed = null,
            Signer = "https://signer.example/sign",
            DistributionAccount = Other,
        };

        Assert.Equal(
            [
                "--distribution-seed: not with --signer, which has the key.",
                "--distribution-account: \"\" is not an account (G...).",
                "--signer: \"http://signer.example/\" is not an https URL, nor one of this machine.",
            ],
            Wrong(await AddAsync(Eur with { Signer = "http://signer.example/" }))
        );
        var done = Done(await AddAsync(signed));
        Assert.Equal(("https://signer.example/sign", Other), (done.Asset.Signer, done.Asset.DistributionAccount));
        Assert.Equal(
            "--distribution-seed: a signer has the key of this asset.",
            Assert.Single(Wrong(await SetAsync(new AssetChange { Code = "EUR", DistributionSeed = Seed })))
        );
        done = Done(await SetAsync(new AssetChange { Code = "EUR", Signer = "http://127.0.0.1:9/" }));
        Assert.Equal("http://127.0.0.1:9/", done.Asset.Signer);

        Done(await AddAsync(Eur with { Code = "USD" }));
        Assert.Equal(
            "--signer: the seed of this asset is here; only a new asset can have a signer.",
            Assert.Single(Wrong(await SetAsync(new AssetChange { Code = "USD", Signer = signed.Signer })))
        );
    }

    [Fact]
    public async Task The_channels_of_a_signers_account_are_the_same_after_a_restart()
    {
        Done(
            await AddAsync(
                Eur with
                {
                    DistributionSeed = null,
                    Signer = "https://signer.example/",
                    DistributionAccount = Other,
                }
            )
        );
        var channels = _installation.Service<ISigner>().ChannelsOf(AccountId.Parse(Other), 3);

        await _installation.RestartAsync();

        Assert.Equal(channels, _installation.Service<ISigner>().ChannelsOf(AccountId.Parse(Other), 3));
        await _installation.Service<ISigner>().SignAsync(channels[2], null!, default, default);
    }

    [Fact]
    public async Task A_change_touches_only_what_it_names()
    {
        Done(await AddAsync(Eur with { Symbol = "€", Withdrawal = new DirectionChange(Max: "70") }));

        var done = Done(
            await _installation.Administration.SetAsync(
                new AssetChange { Code = "EUR", Deposit = new DirectionChange(Enabled: false, Max: "50") },
                default
            )
        );

        Assert.Equal(
            (false, "50", "0.1"),
            (done.Asset.Deposit.Enabled, done.Asset.Deposit.Max, done.Asset.Deposit.Min)
        );
        Assert.Equal(("70", "€"), (done.Asset.Withdrawal.Max, done.Asset.Symbol));
        Assert.False(_installation.Assets.Find("EUR", null)!.Deposit.Enabled);
        Assert.Equal(
            "Nothing is changed by that.",
            Assert.Single(Wrong(await _installation.Administration.SetAsync(new AssetChange { Code = "EUR" }, default)))
        );
        Assert.Equal(
            "There is no asset USD.",
            Assert.Single(Wrong(await _installation.Administration.SetAsync(new AssetChange { Code = "USD" }, default)))
        );
    }

    [Fact]
    public async Task A_code_of_two_issuers_must_be_told_apart_and_the_enabled_one_goes_first()
    {
        Done(await AddAsync(Eur));
        Done(await AddAsync(Eur with { Issuer = Other }));

        Assert.Contains(
            "several assets EUR",
            Assert.Single(Wrong(await EnableAsync("EUR", null, false))),
            StringComparison.Ordinal
        );
        Done(await EnableAsync("EUR", Issuer, false));

        Assert.Equal(Other, _installation.Assets.Find("EUR", null)!.Asset.Issuer);
        Assert.Equal(2, _installation.Assets.All.Count);
        Done(await EnableAsync("EUR", Other, false));
        Assert.False(_installation.Assets.Find("EUR", null)!.IsEnabled);
    }

    [Fact]
    public async Task A_deleted_asset_is_gone_and_can_be_added_anew()
    {
        Done(await AddAsync(Eur));

        Done(await _installation.Administration.DeleteAsync(new AssetName("EUR", Issuer), default));

        Assert.Empty(_installation.Assets.All);
        Assert.Empty((await _installation.Administration.ListAsync(default)).Assets);
        Done(await AddAsync(Eur));
    }

    [Fact]
    public async Task Configuration_wins_over_a_stored_asset_and_cannot_be_changed_by_command()
    {
        Done(await AddAsync(Eur with { Decimals = "2" }));

        await _installation.RestartAsync(ConfiguredEur);

        var view = Assert.Single((await _installation.Administration.ListAsync(default)).Assets);
        Assert.Equal(("configuration", 7), (view.Source, view.Decimals));
        Assert.Contains(
            "change it there",
            Assert.Single(Wrong(await EnableAsync("EUR", null, false))),
            StringComparison.Ordinal
        );
        Assert.Contains("is there already", Assert.Single(Wrong(await AddAsync(Eur))), StringComparison.Ordinal);

        await _installation.RestartAsync();
        Assert.Equal(2, _installation.Assets.Find("EUR", null)!.Decimals);
    }

    [Fact]
    public async Task Another_process_sees_a_change_when_it_reads_again()
    {
        using var neighbour = _installation.Neighbour();
        Done(await AddAsync(Eur));
        Assert.Empty(neighbour.All);

        await neighbour.RefreshAsync(default);
        Assert.Single(neighbour.All);

        Done(await EnableAsync("EUR", null, false));
        await neighbour.RefreshAsync(default);
        Assert.False(neighbour.All[0].IsEnabled);
    }

    [Fact]
    public async Task A_wrong_secret_key_stops_the_start_with_one_line()
    {
        Done(await AddAsync(Eur));

        await _installation.RestartAsync(("ANCHOR_SECRET_KEY", "another"));

        var refusal = Assert.Throws<StorageStartException>(() => _installation.Assets);
        Assert.StartsWith("ANCHOR_SECRET_KEY: it is not the key", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private Task<AssetOutcome> AddAsync(AssetChange asset) => _installation.Administration.AddAsync(asset, default);

    private Task<AssetOutcome> SetAsync(AssetChange change) => _installation.Administration.SetAsync(change, default);

    private Task<AssetOutcome> EnableAsync(string code, string? issuer, bool enabled) =>
        _installation.Administration.EnableAsync(new AssetName(code, issuer), enabled, default);

    private static AssetAnswer Done(AssetOutcome outcome) => Assert.IsType<AssetOutcome.Done>(outcome).Answer;

    private static ImmutableArray<string> Wrong(AssetOutcome outcome) =>
        Assert.IsType<AssetOutcome.Wrong>(outcome).Faults;
}

using Anchor.Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace Anchor.EndToEnd.Tests.Configuration;

public sealed class ConfigurationTests : IDisposable
{
    private const string Issuer = "GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H";
    private const string Seed = "SDHOAMBNLGCE2MV5ZKIVZAQD3VCLGP53P3OBSBI6UN5L5XZI5TKHFQL4";

    // The tutorial's file, as Polaris prints it.
    private const string Tutorial = """
        STELLAR_NETWORK_PASSPHRASE="Test SDF Network ; September 2015"
        HORIZON_URI="https://horizon-testnet.stellar.org/"
        HOST_URL="http://localhost:8000"
        LOCAL_MODE=1
        SERVER_JWT_KEY="supersecretjwtencodingstring"
        SIGNING_SEED=
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-configuration-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Nothing_configured_means_the_sandbox_and_quick_polls()
    {
        var settings = Load();

        Assert.Equal(new Uri("http://localhost:8001"), settings.Sandbox?.Url);
        Assert.Equal(new Uri("http://localhost:8001"), settings.HorizonUrl);
        Assert.Equal(new Uri("http://localhost:8000"), settings.ListenUrl);
        Assert.True(settings.LocalMode);
        Assert.Equal(new PollingSettings(Second, Second, Second), settings.Polling);
        Assert.Equal([1, 10, 24], settings.ActiveSeps);
        Assert.Equal("localhost", settings.WebAuthDomain);
        Assert.Equal("localhost:8000", Assert.Single(settings.HomeDomains));
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public void The_tutorials_file_is_taken_as_it_is()
    {
        Write(".env", Tutorial);

        var settings = Load();

        Assert.Equal("Test SDF Network ; September 2015", settings.Passphrase);
        Assert.Equal(new Uri("https://horizon-testnet.stellar.org/"), settings.HorizonUrl);
        Assert.Equal("supersecretjwtencodingstring", settings.JwtKey);
        Assert.Null(settings.SigningSeed);
        Assert.Null(settings.Sandbox);
        Assert.Contains("shorter than 32 bytes", Assert.Single(settings.Warnings), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.Polling.Deposits);
    }

    [Fact]
    public void The_environment_wins_over_the_env_file_and_that_over_anchor_json()
    {
        Write("anchor.json", """{ "HostUrl": "http://a:1", "Sep10": { "WebAuthDomain": "a" }, "DataDir": "a" }""");
        Write(".env", "HOST_URL=http://b:2\nSEP10_WEB_AUTH_DOMAIN='b' # not c\n");

        var settings = Load(("HostUrl", "http://c:3"));

        Assert.Equal(new Uri("http://c:3"), settings.HostUrl);
        Assert.Equal("b", settings.WebAuthDomain);
        Assert.Equal("a", settings.DataFolder);
    }

    [Fact]
    public void Env_path_is_read_only_when_the_folder_has_no_env_file()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_folder.FullName, "elsewhere"));
        File.WriteAllText(Path.Combine(elsewhere.FullName, ".env"), "DATA_DIR=elsewhere");
        var pointer = ("ENV_PATH", elsewhere.FullName);

        Assert.Equal("elsewhere", Load(pointer).DataFolder);

        Write(".env", "DATA_DIR=here");
        Assert.Equal("here", Load(pointer).DataFolder);
    }

    [Fact]
    public void Assets_are_read_from_json_and_the_environment_alike()
    {
        Write(
            "anchor.json",
            $$"""
            {
              "Stellar": { "HorizonUri": "http://localhost:8001" }, "LocalMode": true,
              "Assets": [{ "Code": "USD", "Issuer": "{{Issuer}}", "DistributionSeed": "{{Seed}}", "Decimals": 2,
                           "Deposit": { "Min": "1", "FeeFixed": "0.5" }, "Withdrawal": { "Enabled": false } }]
            }
            """
        );

        var asset = Assert.Single(Load(("Assets:0:Deposit:FeePercent", "1.25")).Assets);

        Assert.Equal(("USD", Issuer, Seed, 2), (asset.Code, asset.Issuer, asset.DistributionSeed, asset.Decimals));
        Assert.Equal(
            ("1", "0.5", 1.25m),
            ($"{asset.Deposit.Min}", $"{asset.Deposit.FeeFixed}", asset.Deposit.FeePercent)
        );
        Assert.False(asset.Withdrawal.Enabled);
    }

    [Theory]
    [InlineData("HOST_URL=localhost", "HOST_URL: \"localhost\" is not an http or https URL.")]
    [InlineData("HOST_URL=http://localhost:8000/anchor", "HOST_URL: must have no path.")]
    [InlineData(
        "SANDBOX_URL=http://0.0.0.0:8001",
        "SANDBOX_URL: must be a loopback address; a sandbox is for this machine alone."
    )]
    [InlineData("LOCAL_MODE=maybe", "LOCAL_MODE: \"maybe\" is not on or off (1/0, true/false, yes/no).")]
    [InlineData("SIGNING_SEED=SECRET", "SIGNING_SEED: the value is not a Stellar secret seed (S...).")]
    [InlineData(
        "MAX_TRANSACTION_FEE_STROOPS=99",
        "MAX_TRANSACTION_FEE_STROOPS: \"99\" is not a number of stroops, at least 100."
    )]
    [InlineData(
        "POLLING_DEPOSITS=-1",
        "POLLING_DEPOSITS: \"-1\" is not a number of seconds from 0.05 to 86400, or off."
    )]
    [InlineData("LOCAL_MODE=0", "HOST_URL: must be https outside LOCAL_MODE.")]
    [InlineData("LOCAL_MODE=0", "SIGNING_SEED: required outside LOCAL_MODE.")]
    [InlineData(
        "LOCAL_MODE=0\nSERVER_JWT_KEY=short",
        "SERVER_JWT_KEY: at least 32 bytes are required outside LOCAL_MODE."
    )]
    [InlineData("SANDBOX=off", "HORIZON_URI: required, unless SANDBOX is on.")]
    [InlineData("SANDBOX=on\nHORIZON_URI=http://localhost:1", "SANDBOX: on, but HORIZON_URI names another network.")]
    [InlineData(PublicNetwork + "\nSANDBOX=on", "SANDBOX: not with the public network's passphrase.")]
    [InlineData(PublicNetwork + "\nDEMO_RAILS=on", "DEMO_RAILS: the demonstration bank is not for the public network.")]
    [InlineData("Assets__0__Code=T-1", "Assets:0:Code: \"T-1\" is not an asset code of 1 to 12 letters and digits.")]
    [InlineData("Assets__0__Issuer=GABC", "Assets:0:Issuer: \"GABC\" is not an account (G...).")]
    [InlineData("Assets__0__Decimals=8", "Assets:0:Decimals: \"8\" is not a number from 0 to 7.")]
    [InlineData("Assets__0__Deposit__Min=2\nAssets__0__Deposit__Max=1", "Assets:0:Deposit:Min: 2 is more than Max, 1.")]
    [InlineData("Assets__0__Deposit__FeePercent=100", "Assets:0:Deposit:FeePercent: 100 leaves nothing to pay out.")]
    [InlineData("ENV_PATH", ".env, line 1: not of the form NAME=value.")]
    [InlineData("DATA_DIR=\"open", ".env, line 1: not of the form NAME=value.")]
    public void A_fault_is_one_clear_line(string lines, string fault)
    {
        Write(".env", lines);

        var faults = Assert.Throws<AnchorConfigurationException>(() => Load()).Faults;

        Assert.Contains(faults, line => line.Replace(_folder.FullName + "/", "", StringComparison.Ordinal) == fault);
    }

    [Fact]
    public void All_faults_are_named_at_once_and_secrets_are_not_repeated()
    {
        Write(".env", "HOST_URL=x\nDATABASE_URL=postgres://me:pass@db/anchor\nSIGNING_SEED=SBROKEN\n");

        var error = Assert.Throws<AnchorConfigurationException>(() => Load());

        Assert.Equal(3, error.Faults.Length);
        Assert.DoesNotContain("SBROKEN", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_anchor_json_is_a_fault_with_its_place()
    {
        Write("anchor.json", "{ \"HostUrl\": ");

        var fault = Assert.Single(Assert.Throws<AnchorConfigurationException>(() => Load()).Faults);

        Assert.StartsWith("anchor.json: ", fault, StringComparison.Ordinal);
        Assert.Contains("LineNumber", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_keys_and_unbuilt_seps_are_warned_about_and_nothing_else()
    {
        Write(
            "anchor.json",
            """{ "HostUlr": "http://a", "Polling": { "Deposit": 1 }, "Logging": { "LogLevel": { "Default": "Debug" } } }"""
        );
        Write(".env", "ACTIVE_SEPS='[\"sep-1\", \"SEP10\", \"sep-31\"]'\nDJANGO_SECRET_KEY=known\nDJANGO_DEBUG=1\n");

        var settings = Load();

        Assert.Equal([1, 10], settings.ActiveSeps);
        Assert.Equal(4, settings.Warnings.Length);
        Assert.Contains("anchor.json: HostUlr is not a setting of this program and is ignored.", settings.Warnings);
        Assert.Contains(
            "anchor.json: Polling:Deposit is not a setting of this program and is ignored.",
            settings.Warnings
        );
        Assert.Contains("ACTIVE_SEPS: sep-31 is not built and is left out.", settings.Warnings);
        Assert.Contains(settings.Warnings, line => line.Contains("DJANGO_DEBUG", StringComparison.Ordinal));
    }

    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    private const string PublicNetwork =
        "STELLAR_NETWORK_PASSPHRASE=\"Public Global Stellar Network ; September 2015\"";

    private AnchorSettings Load(params (string Key, string Value)[] environment)
    {
        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(
            environment.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))
        );
        return AnchorConfiguration.Load(configuration, _folder.FullName);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}

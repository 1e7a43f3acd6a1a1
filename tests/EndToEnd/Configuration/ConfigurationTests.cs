using Anchor.Hosting.Configuration;
using Anchor.Storage.Postgres;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Anchor.EndToEnd.Tests.Configuration;

public sealed class ConfigurationTests : IDisposable
{
    private const string Issuer = "GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H";
    private const string Seed = "SDHOAMBNLGCE2MV5ZKIVZAQD3VCLGP53P3OBSBI6UN5L5XZI5TKHFQL4";

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
        Assert.Equal(new PollingSettings(Second, Second, Second, Second, Watch: true), settings.Polling);
        Assert.Equal([1, 10, 24], settings.ActiveSeps);
        Assert.Equal("localhost", settings.WebAuthDomain);
        Assert.Equal("localhost:8000", Assert.Single(settings.HomeDomains));
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public void The_tutorials_file_is_taken_as_it_is()
    {
        Write(".env", TutorialSettings.AsGiven);

        var settings = Load();

        Assert.Equal("Test SDF Network ; September 2015", settings.Passphrase);
        Assert.Equal(new Uri("https://horizon-testnet.stellar.org/"), settings.HorizonUrl);
        Assert.Equal("supersecretjwtencodingstring", settings.JwtKey);
        Assert.Null(settings.SigningSeed);
        Assert.Null(settings.Sandbox);
        Assert.Contains("fewer than 32", Assert.Single(settings.Warnings), StringComparison.Ordinal);
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
    public void Env_path_wins_over_anchor_json_and_gives_way_to_the_folders_own_env_file()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_folder.FullName, "elsewhere"));
        File.WriteAllText(
            Path.Combine(elsewhere.FullName, ".env"),
            "DATA_DIR=elsewhere\nSEP10_WEB_AUTH_DOMAIN=elsewhere"
        );
        Write("anchor.json", """{ "DataDir": "json", "InteractiveJwtExpiration": 45 }""");

        Assert.Equal("elsewhere", Load(("ENV_PATH", elsewhere.FullName)).DataFolder);

        Write(".env", "DATA_DIR=here\nENV_PATH=elsewhere");
        var settings = Load();
        Assert.Equal(("here", "elsewhere"), (settings.DataFolder, settings.WebAuthDomain));
        Assert.Equal(TimeSpan.FromSeconds(45), settings.InteractiveJwtExpiration);
        Assert.Empty(settings.Warnings);
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

    [Fact]
    public void All_faults_are_named_at_once_and_secrets_are_not_repeated()
    {
        Write(".env", "HOST_URL=x\nDATABASE_URL=postgres://me:pass@db/?x=1\nSIGNING_SEED=SBROKEN\n");

        var error = Assert.Throws<AnchorConfigurationException>(() => Load());

        Assert.Equal(3, error.Faults.Length);
        Assert.DoesNotContain("SBROKEN", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_polaris_settings_in_django_and_lists_of_its_users_are_taken()
    {
        Write(
            ".env",
            """
            POLARIS_SEP10_HOME_DOMAINS=['anchor.example', "other.example:8443"]
            POLARIS_ACTIVE_SEPS=sep-1, sep-10
            SEP10_CLIENT_ATTRIBUTION_REQUIRED=True
            SEP10_CLIENT_ATTRIBUTION_REQUEST_TIMEOUT=5
            SEP10_CLIENT_ATTRIBUTION_ALLOWLIST=wallet.example
            SEP10_CLIENT_ATTRIBUTION_DENYLIST=evil.example
            CALLBACK_REQUEST_DOMAIN_DENYLIST=slow.example
            ADDITIVE_FEES_ENABLED=False
            """
        );

        var settings = Load();

        Assert.Equal(["anchor.example", "other.example:8443"], settings.HomeDomains);
        Assert.Equal([1, 10], settings.ActiveSeps);
        Assert.True(settings.Attribution.Required);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Attribution.RequestTimeout);
        Assert.Equal("wallet.example", Assert.Single(settings.Attribution.AllowList));
        Assert.Equal("evil.example", Assert.Single(settings.Attribution.DenyList));
        Assert.Equal("slow.example", Assert.Single(settings.CallbackDenyList));
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public void Each_value_is_shown_with_its_source_and_no_secret_is()
    {
        Write("anchor.json", """{ "DataDir": "json", "ServerJwtKey": "secret secret secret secret secret" }""");
        Write(".env", $"MAX_TRANSACTION_FEE_STROOPS=500\nSIGNING_SEED={HostileSettings.Seed}\n");
        using var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables("ANCHOR_TESTS_NOTHING_");
        configuration.AddInMemoryCollection([new("HOST_URL", "http://localhost:9")]);
        var settings = AnchorConfiguration.Load(configuration, _folder.FullName);

        var views = SettingViews
            .Of(new SettingsReader(configuration, []), settings)
            .ToDictionary(view => view.Name, StringComparer.Ordinal);

        Assert.Equal(("json", "anchor.json"), (views["DATA_DIR"].Value, views["DATA_DIR"].Source));
        Assert.Equal(("json/anchor.db", "default"), (views["DATABASE_URL"].Value, views["DATABASE_URL"].Source));
        Assert.Equal(
            ("500", ".env"),
            (views["MAX_TRANSACTION_FEE_STROOPS"].Value, views["MAX_TRANSACTION_FEE_STROOPS"].Source)
        );
        Assert.Equal(("http://localhost:9/", "program"), (views["HOST_URL"].Value, views["HOST_URL"].Source));
        Assert.Equal(("(set)", ".env"), (views["SIGNING_SEED"].Value, views["SIGNING_SEED"].Source));
        Assert.Equal(("(set)", "anchor.json"), (views["SERVER_JWT_KEY"].Value, views["SERVER_JWT_KEY"].Source));
    }

    [Theory]
    [InlineData("sqlite:///data/my%20anchor.db", "data/my anchor.db")]
    [InlineData("sqlite:////var/lib/anchor.db", "/var/lib/anchor.db")]
    [InlineData("SQLITE:///a.db", "a.db")]
    public void A_database_url_of_sqlite_is_a_file(string url, string file)
    {
        Write(".env", $"DATABASE_URL='{url}'");

        Assert.Equal(file, Load().DatabaseFile);
    }

    [Theory]
    [InlineData(
        "postgres://me:se%40cret@db.example:6432/anchor?sslmode=verify-full&options=-csearch_path%3Dmoney",
        "postgresql://me@db.example:6432/anchor",
        "Password=se@cret;SSL Mode=VerifyFull;Options=-csearch_path=money"
    )]
    [InlineData("postgresql://db/anchor", "postgresql://@db:5432/anchor", "")]
    [InlineData("postgresql:///anchor?host=/run/postgresql", "postgresql://@/run/postgresql:5432/anchor", "")]
    public void A_database_url_of_postgresql_is_shown_without_its_password(string url, string shown, string rest)
    {
        Write(".env", $"DATABASE_URL='{url}'");

        var settings = Load();

        Assert.Equal(shown, PostgresAddress.Describe(settings.Postgres!));
        var address = new NpgsqlConnectionStringBuilder(settings.Postgres);
        foreach (var pair in rest.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)))
        {
            Assert.Equal(pair[1], $"{address[pair[0]]}");
        }
    }

    [Fact]
    public void A_mistyped_name_in_the_environment_is_guessed_and_all_others_are_let_be()
    {
        var settings = Load(("HORIZON_URL", "http://localhost:1"), ("PATH", "/bin"), ("HOSTNAME", "box"));

        Assert.Equal(
            "environment: HORIZON_URL is not a setting of this program and is ignored; is HORIZON_URI meant?",
            Assert.Single(settings.Warnings)
        );
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_a_fault()
    {
        // What a container engine makes of a file that was to be mounted and does not exist.
        _folder.CreateSubdirectory(".env");
        _folder.CreateSubdirectory("anchor.json");

        Assert.Equal(
            [".env: is a folder, not a file.", "anchor.json: is a folder, not a file."],
            Assert.Throws<AnchorConfigurationException>(() => Load()).Faults.Order(StringComparer.Ordinal)
        );
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
        Write(
            ".env",
            "ACTIVE_SEPS='[\"sep-1\", \"SEP10\", \"sep-31\"]'\nDJANGO_SECRET_KEY=0f3b6b21c69d41f2a4c6a9f7d8e5b3c1\nDJANGO_DEBUG=1\n"
        );

        var settings = Load();

        Assert.Equal([1, 10], settings.ActiveSeps);
        Assert.Equal(4, settings.Warnings.Length);
        Assert.Contains(settings.Warnings, line => line.StartsWith("anchor.json: HostUlr", StringComparison.Ordinal));
        Assert.Contains(
            settings.Warnings,
            line => line.StartsWith("anchor.json: Polling:Deposit ", StringComparison.Ordinal)
        );
        Assert.Contains("ACTIVE_SEPS: sep-31 is not built and is left out.", settings.Warnings);
        Assert.Contains(settings.Warnings, line => line.Contains("DJANGO_DEBUG", StringComparison.Ordinal));
    }

    private static TimeSpan Second => TimeSpan.FromSeconds(1);

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

using System.Text.Json.Nodes;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Facilitator;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>The facilitator's two files: what is understood, and what each fault is told as.</summary>
public sealed class FacilitatorFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-facilitator-files-");
    private readonly string _mosaic;
    private readonly string _file;
    private readonly Secp256k1PrivateKey _worker = DevelopmentChain.Key("worker");

    public FacilitatorFileTests()
    {
        _mosaic = Path.Combine(_folder.FullName, "mosaic.json");
        File.WriteAllBytes(_mosaic, DevelopmentChain.MosaicConfig);
        _file = Path.Combine(_folder.FullName, "facilitator-config.json");
        FacilitatorFilesWriter.Write(
            _file,
            "mosaic.json",
            new JsonObject { ["db_path"] = "facilitator.db" },
            "1406",
            [
                new NewChain("1337", new Uri("http://localhost:8545"), [_worker], "secret"),
                new NewChain("1406", new Uri("http://localhost:9545"), [_worker], "secret"),
            ],
            1 << 12
        );
    }

    public void Dispose()
    {
        _worker.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void The_two_files_together_name_chains_contracts_workers_and_the_database()
    {
        var settings = Load();

        var pair = Assert.Single(settings.Mosaic.Pairs);
        Assert.Equal("1337-1406-0x0165878A594ca255338adfa4d48449f69242Eb8F", pair.Name);
        Assert.Equal(["1337", "1406"], settings.Mosaic.Chains.Select(chain => chain.Id));
        Assert.Equal(Path.Combine(_folder.FullName, "facilitator.db"), settings.Database.SqlitePath);
        Assert.Equal(700_000, pair.Policy.ParGasLimit.Value);
        Assert.Equal(EthereumAddress.Of(_worker), Assert.Single(settings.Keystores).Key);
    }

    [Fact]
    public void Comments_trailing_commas_and_the_released_names_are_understood()
    {
        var keystore = JsonNode.Parse(File.ReadAllText(_file))!["encrypted_accounts"]!.ToJsonString();
        var worker = EthereumAddress.Of(_worker);
        File.WriteAllText(
            _file,
            $$"""
            {
              // as the released facilitator wrote it
              "originChain": "dev-origin", "auxChainId": 1406, "mosaicConfig": "mosaic.json",
              "database": { "path": "mosaic_facilitator.db" },
              "chains": { "1337": { "worker": "{{worker}}" }, "1406": { "nodeRpc": "http://localhost:1", "worker": "{{worker.ToLowerHex()}}" }, },
              "encryptedAccounts": {{keystore}},
            }
            """
        );

        var settings = Load();

        Assert.Equal("http://localhost:8545/", settings.Mosaic.Chains[0].Rpc.ToString());
        Assert.Equal("ws://localhost:8546/", settings.Mosaic.Chains[0].WebSocket?.ToString());
        Assert.EndsWith("mosaic_facilitator.db", settings.Database.SqlitePath, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_one_line_that_names_the_file_and_the_place()
    {
        File.WriteAllText(
            _file,
            """
            { "mosaic_config": "mosaic.json", "db": {}, "par_gas_price": "-1",
              "chains": { "1337": { "workers": ["0x12"] }, "x": {} }, "encrypted_accounts": { "0x1": {} } }
            """
        );

        var faults = Assert.Throws<AnchorConfigurationException>(Load).Faults;

        Assert.Equal(
            [
                $"{_file}: chains.1337.workers.0: \"0x12\" is no address (0x and 40 hexadecimal digits, with the right checksum if any).",
                $"{_file}: chains.x: is no chain id.",
                $"{_file}: encrypted_accounts.0x1: is no address (0x and 40 hexadecimal digits, with the right checksum if any).",
                $"{_file}: par_gas_price: \"-1\" is no uint256 in decimal digits.",
            ],
            faults
        );
    }

    [Fact]
    public void Contracts_that_are_missing_from_the_mosaic_file_are_named()
    {
        var mosaic = JsonNode.Parse(File.ReadAllText(_mosaic))!;
        mosaic["auxiliaryChains"]!["1406"]!["contractAddresses"]!["origin"]!.AsObject().Remove("anchorAddress");
        mosaic["originChain"]!["contractAddresses"]!.AsObject().Remove("gatewayLibAddress");
        File.WriteAllText(_mosaic, mosaic.ToJsonString());

        var faults = Assert.Throws<AnchorConfigurationException>(Load).Faults;

        Assert.Equal(
            [
                $"{_mosaic}: originChain.contractAddresses.gatewayLibAddress: is missing.",
                $"{_mosaic}: auxiliaryChains.1406.contractAddresses.origin.anchorAddress: is missing.",
            ],
            faults
        );
    }

    [Theory]
    [InlineData("MOSAIC_ADDRESS_PASSW_{0}", "secret", null)]
    [InlineData("password_{0}", "secret", null)]
    [InlineData("PASSWORD_{0}", "wrong", "is not the password of the worker's key.")]
    [InlineData("OTHER_{0}", "secret", "is missing; it is the password of the worker's key.")]
    public void Workers_are_unlocked_by_the_environment_whatever_the_case_of_the_address(
        string variable,
        string password,
        string? fault
    )
    {
        var worker = EthereumAddress.Of(_worker);
        var environment = new Dictionary<string, string>
        {
            [variable.Replace("{0}", worker.ToLowerHex(), StringComparison.Ordinal)] = password,
        };

        var unlock = () => WorkerUnlocking.Unlock(Load(), environment, null);

        if (fault is null)
        {
            using var key = Assert.Single(unlock());
            Assert.Equal(worker, EthereumAddress.Of(key));
        }
        else
        {
            var told = Assert.Single(Assert.Throws<AnchorConfigurationException>(unlock).Faults);
            Assert.Equal($"MOSAIC_ADDRESS_PASSW_{worker}: {fault}", told);
        }
    }

    private FacilitatorSettings Load() => FacilitatorConfiguration.Load(new FacilitatorFiles(_file, null, null, []));
}

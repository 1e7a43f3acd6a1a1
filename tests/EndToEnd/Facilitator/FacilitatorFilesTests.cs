using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Anchor.Crypto;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Facilitator;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>Several facilitator files in one process: each pair under its own file's policy, each database for itself.</summary>
public sealed class FacilitatorFilesTests : IDisposable
{
    private const string OtherGateway = "0x00000000000000000000000000000000000000a1";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-facilitator-several-");
    private readonly Secp256k1PrivateKey _worker = DevelopmentChain.Key("worker");

    public void Dispose()
    {
        _worker.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Each_pair_has_the_policy_of_its_own_file()
    {
        var one = Write("1406", "shared.db", "1406", file => file["par_gas_price"] = "5");
        var two = Write(
            "1407",
            "shared.db",
            "1407",
            file =>
            {
                file["par_gas_price"] = "7";
                file["retry_budget"] = "3";
                file["foreign_patience"] = "60";
                file["look_interval"] = "1";
            }
        );

        var settings = Assert.Single(Load(one, two));

        Assert.Equal(["5", "7"], settings.Mosaic.Pairs.Select(pair => pair.Policy.ParGasPrice.ToString()));
        Assert.Equal([8, 3], settings.Mosaic.Pairs.Select(pair => pair.Policy.RetryBudget));
        Assert.Equal([600, 60], settings.Mosaic.Pairs.Select(pair => pair.Policy.ForeignPatience.TotalSeconds));
        Assert.Equal(["1337", "1406", "1407"], settings.Mosaic.Chains.Select(chain => chain.Id));
        Assert.Equal(TimeSpan.FromSeconds(1), settings.LookInterval);
    }

    [Fact]
    public void Files_with_databases_of_their_own_are_facilitators_of_their_own()
    {
        var one = Write("1406", "a.db", "1406");
        var two = Write("1407", "b.db", "1407");

        var all = Load(one, two);

        Assert.Equal(["a.db", "b.db"], all.Select(settings => Path.GetFileName(settings.Database.SqlitePath)));
        Assert.All(all, settings => Assert.Single(settings.Mosaic.Pairs));
        var fault = Assert.Throws<AnchorConfigurationException>(() =>
            FacilitatorConfiguration.Load(new FacilitatorFiles([one, two], null, null, []))
        );
        Assert.Contains("several databases", Assert.Single(fault.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_share_a_chain_must_say_the_same_of_it()
    {
        var one = Write("1406", "shared.db", "1406");
        var two = Write(
            "1407",
            "shared.db",
            "1407",
            file =>
            {
                file["chains"]!["1337"]!["confirmations"] = 12;
                file["chains"]!["1337"]!["rpc"] = "http://localhost:1";
            }
        );

        var fault = Assert.Throws<AnchorConfigurationException>(() => Load(one, two));

        Assert.Equal(
            [
                $"{two}: chains.1337.rpc: is not what {one} says.",
                $"{two}: chains.1337.confirmations: is not what {one} says.",
            ],
            fault.Faults
        );
    }

    [Fact]
    public void Composer_and_gateway_alone_are_enough_for_stakes()
    {
        var settings = Assert.Single(Load(Write("1406", "facilitator.db", "1406")));

        var pair = Assert.Single(settings.Mosaic.Pairs);
        Assert.Null(pair.RedeemPool);
        Assert.Null(pair.CoGateway);
        Assert.Equal("1406", pair.Auxiliary);
    }

    private static ImmutableArray<FacilitatorSettings> Load(params string[] files) =>
        FacilitatorConfiguration.LoadAll(new FacilitatorFiles([.. files], null, null, []));

    private string Write(string name, string database, string auxiliary, Action<JsonNode>? change = null)
    {
        var path = Path.Combine(_folder.FullName, $"{name}.json");
        FacilitatorFilesWriter.Write(
            path,
            "",
            new JsonObject { ["db_path"] = database },
            auxiliary,
            [
                new NewChain("1337", new Uri("http://localhost:8545"), [_worker], "secret"),
                new NewChain(auxiliary, new Uri($"http://localhost:9{auxiliary[1..]}"), [_worker], "secret"),
            ],
            1 << 12
        );
        var file = JsonNode.Parse(File.ReadAllText(path))!;
        file.AsObject().Remove("mosaic_config");
        file["chains"]!["1337"]!["composer_address"] = "0x00000000000000000000000000000000000000c0";
        file["chains"]!["1337"]!["supported_gateway_address"] = new JsonArray(
            auxiliary == "1406" ? OtherGateway : $"{OtherGateway[..^1]}2"
        );
        change?.Invoke(file);
        File.WriteAllText(path, file.ToJsonString());
        return path;
    }
}

using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Container;

public sealed class ComposeTests
{
    private readonly string _yaml = File.ReadAllText(Repository.File("docker-compose.yml"));

    [Fact]
    public void The_file_follows_the_specification() => Assert.Empty(ComposeCheck.Check(_yaml));

    [Theory]
    [InlineData("    ports:\n      - \"8000:8000\"", "    ports:\n      - 8000-8000")]
    [InlineData("unless-stopped", "sometimes")]
    [InlineData("condition: service_healthy", "condition: healthy")]
    [InlineData("  restart: unless-stopped\n", "  restarts: always\n")]
    [InlineData("    anchor:\n      condition", "    anchors:\n      condition")]
    [InlineData("stop_grace_period: 30s", "stop_grace_period: 30")]
    [InlineData("\nservices:", "\nversions: 3\nservices:")]
    public void A_spoilt_file_is_noticed(string good, string spoilt)
    {
        Assert.Contains(good, _yaml, StringComparison.Ordinal);

        Assert.NotEmpty(ComposeCheck.Check(_yaml.Replace(good, spoilt, StringComparison.Ordinal)));
    }

    [Fact]
    public void By_default_one_process_runs_on_port_8000_with_its_data_beside_the_file()
    {
        var services = ComposeCheck.Services(_yaml);
        var (name, service) = Assert.Single(services, s => !ComposeCheck.Map(s.Value).ContainsKey("profiles"));
        var anchor = ComposeCheck.Map(service);

        Assert.Equal("anchor", name);
        Assert.Equal(["8000:8000", "127.0.0.1:8001:8001"], ComposeCheck.Strings(anchor["ports"]));
        Assert.Equal(["./data:/data"], ComposeCheck.Strings(anchor["volumes"]));
        Assert.True(Directory.Exists(Repository.File("data")), "A container engine would make it as root.");
        Assert.DoesNotContain("0", ((string)anchor["user"]!).Split(':'));
    }

    [Fact]
    public void The_polling_profile_shares_the_data_and_the_network_of_the_server()
    {
        var polling = ComposeCheck
            .Services(_yaml)
            .Where(s => ComposeCheck.Strings(ComposeCheck.Map(s.Value).GetValueOrDefault("profiles")) is ["polling"])
            .ToList();

        Assert.Equal(4, polling.Count);
        foreach (var (name, service) in polling)
        {
            var map = ComposeCheck.Map(service);
            Assert.Equal([name, "--loop"], ComposeCheck.Strings(map["command"]));
            Assert.Equal("service:anchor", map["network_mode"]);
            Assert.Equal(["./data:/data"], ComposeCheck.Strings(map["volumes"]));
        }
    }

    [Fact]
    public void The_facilitator_profile_has_a_database_and_one_process_that_finds_what_init_has_written()
    {
        var services = ComposeCheck
            .Services(_yaml)
            .Where(s =>
                ComposeCheck.Strings(ComposeCheck.Map(s.Value).GetValueOrDefault("profiles")) is ["facilitator"]
            )
            .ToDictionary(s => s.Key, s => ComposeCheck.Map(s.Value));

        Assert.Equal(["facilitator", "facilitator-database"], services.Keys.Order());
        var facilitator = services["facilitator"];
        Assert.Equal(
            ["facilitator", "start", "--url", "http://0.0.0.0:8002"],
            ComposeCheck.Strings(facilitator["command"])
        );
        Assert.Equal(["127.0.0.1:8002:8002"], ComposeCheck.Strings(facilitator["ports"]));
        // The program looks for ./mosaic in its working directory.
        Assert.Equal(["./mosaic:/anchor/mosaic"], ComposeCheck.Strings(facilitator["volumes"]));
        Assert.Contains("WORKDIR /anchor", File.ReadAllText(Repository.File("Dockerfile")), StringComparison.Ordinal);
        Assert.True(Directory.Exists(Repository.File("mosaic")), "A container engine would make it as root.");
        Assert.Contains("facilitator-database", ComposeCheck.Map(facilitator["depends_on"]).Keys);
    }

    [Fact]
    public void The_cluster_profile_has_a_database_two_silos_and_two_clients_behind_a_proxy()
    {
        var cluster = ComposeCheck
            .Services(_yaml)
            .Where(s => ComposeCheck.Strings(ComposeCheck.Map(s.Value).GetValueOrDefault("profiles")) is ["cluster"])
            .ToDictionary(s => s.Key, s => ComposeCheck.Map(s.Value));
        var proxied = File.ReadAllText(Repository.File("deploy/cluster/nginx.conf"));

        Assert.Equal(["client1", "client2", "postgres", "proxy", "silo1", "silo2"], cluster.Keys.Order());
        foreach (var name in (string[])["silo1", "silo2", "client1", "client2"])
        {
            var environment = ComposeCheck.Map(cluster[name]["environment"]);
            Assert.Equal("postgresql://anchor:anchor@postgres/anchor", environment["DATABASE_URL"]);
            Assert.Equal(
                name.StartsWith("silo", StringComparison.Ordinal) ? name : null,
                environment.GetValueOrDefault("CLUSTER_ADDRESS")
            );
            Assert.Equal(name.StartsWith("client", StringComparison.Ordinal), cluster[name].ContainsKey("entrypoint"));
            Assert.Equal(
                name.StartsWith("client", StringComparison.Ordinal),
                proxied.Contains($"server {name}:8000", StringComparison.Ordinal)
            );
        }
    }
}

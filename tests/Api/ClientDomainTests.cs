using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Anchor.Api.Sep10;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Tests;

public sealed class ClientDomainTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    public void Only_addresses_of_the_internet_are_public(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task Fetch_refuses_private_addresses_redirects_and_large_files()
    {
        var key = ApiHost.Client.Account.ToString();
        await using var server = await WalletServerAsync(key);
        var port = new Uri(server.Urls.First()).Port;
        using var local = Fetcher(localMode: true);
        using var strict = Fetcher(localMode: false);

        Assert.Equal($"SIGNING_KEY=\"{key}\"", (await local.FetchAsync($"localhost:{port}", default)).Toml);
        Assert.Null((await strict.FetchAsync($"localhost:{port}", default)).Toml);
        Mode = "redirect";
        Assert.Equal("status 302", (await local.FetchAsync($"localhost:{port}", default)).Fault);
        Mode = "large";
        Assert.Equal("it is larger than 100 KiB", (await local.FetchAsync($"localhost:{port}", default)).Fault);
        Mode = "slow";
        Assert.Equal("no answer in time", (await local.FetchAsync($"localhost:{port}", default)).Fault);
    }

    [Fact]
    public async Task Private_addresses_are_not_even_connected_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var domain = $"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";
        using var strict = Fetcher(localMode: false);
        using var local = Fetcher(localMode: true);

        var refused = await strict.FetchAsync(domain, default);
        Assert.False(listener.Pending());
        await local.FetchAsync(domain, default);

        Assert.Null(refused.Toml);
        Assert.True(listener.Pending());
    }

    [Theory]
    [InlineData("SIGNING_KEY = \"{G}\"", true)]
    [InlineData("\uFEFF# a comment\r\nSIGNING_KEY='{G}' # mine\r\n[DOCUMENTATION]\nSIGNING_KEY=\"x\"", true)]
    [InlineData("[DOCUMENTATION]\nSIGNING_KEY=\"{G}\"", false)]
    [InlineData("SIGNING_KEY=\"{G}\"\nSIGNING_KEY=\"{G}\"", false)]
    [InlineData("SIGNING_KEY={G}", false)]
    [InlineData("SIGNING_KEY=\"{G}", false)]
    [InlineData("SIGNING_KEY=\"{G}\" extra", false)]
    [InlineData("#SIGNING_KEY=\"{G}\"", false)]
    [InlineData("", false)]
    public void Signing_key_is_read_strictly(string toml, bool found)
    {
        var text = toml.Replace("{G}", ApiHost.Client.Account.ToString(), StringComparison.Ordinal);

        Assert.Equal(found ? ApiHost.Client.Account : null, TomlKeys.SigningKey(text));
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("\"alg\":\"HS256\"", 400)]
    [InlineData("\"alg\":\"none\"", 400)]
    [InlineData("\"exp\":1", 400)]
    [InlineData("\"iat\":99999999999", 400)]
    [InlineData("\"web_auth_endpoint\":\"https://other.example/auth\"", 400)]
    [InlineData("\"account\":\"GA\"", 400)]
    [InlineData("\"memo\":\"8\"", 400)]
    [InlineData("\"home_domain\":\"other.example\"", 400)]
    public async Task Authorization_token_of_a_wallet_must_be_good_if_given(string change, int status)
    {
        await using var host = await ApiHost.StartAsync();
        var now = ApiHost.Start.ToUnixTimeSeconds();
        var claims = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["iat"] = $"{now}",
            ["exp"] = $"{now + 900}",
            ["account"] = $"\"{ApiHost.Client.Account}\"",
            ["memo"] = "\"7\"",
            ["web_auth_endpoint"] = "\"http://localhost:8000/auth\"",
        };
        var alg = "\"EdDSA\"";
        if (change.Length > 0)
        {
            var (name, value) = (change.Split(':', 2)[0].Trim('"'), change.Split(':', 2)[1]);
            (alg, claims[name]) = name == "alg" ? (value, "1") : (alg, value);
        }

        var body = string.Join(',', claims.Select(c => $"\"{c.Key}\":{c.Value}"));
        var signed = $"{Encode($"{{\"alg\":{alg}}}")}.{Encode($"{{{body}}}")}";
        var token = $"{signed}.{Base64Url.EncodeToString(ApiHost.Client.Sign(Encoding.ASCII.GetBytes(signed)))}";
        var path = $"/auth?account={ApiHost.Client.Account}&memo=7";

        await host.GetAsync(path, token).JsonAsync(status);
        await host.GetAsync(path, token[..^4] + "AAAA").ErrorAsync(400);
        await host.GetAsync(path, "nonsense").ErrorAsync(400);
    }

    private static string Mode { get; set; } = "";

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static ClientDomainFetcher Fetcher(bool localMode) =>
        new(
            Options.Create(
                new AnchorApiOptions
                {
                    LocalMode = localMode,
                    ClientAttribution = { RequestTimeout = TimeSpan.FromSeconds(1) },
                }
            )
        );

    private static async Task<WebApplication> WalletServerAsync(string key)
    {
        Mode = "";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet(
            "/.well-known/stellar.toml",
            async context =>
            {
                switch (Mode)
                {
                    case "redirect":
                        context.Response.Redirect("/elsewhere");
                        break;
                    case "large":
                        await context.Response.WriteAsync(new string('#', 101 * 1024));
                        break;
                    case "slow":
                        await context.Response.WriteAsync("#");
                        await context.Response.Body.FlushAsync();
                        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                        break;
                    default:
                        await context.Response.WriteAsync($"SIGNING_KEY=\"{key}\"");
                        break;
                }
            }
        );
        await app.StartAsync();
        return app;
    }
}

namespace Anchor.Api.Tests;

public sealed class Sep1Tests
{
    [Fact]
    public async Task Stellar_toml_names_every_endpoint_and_currency()
    {
        await using var host = await ApiHost.StartAsync(o =>
        {
            o.Organization.Name = "Acme \"Bank\"";
            o.HorizonUrl = new Uri("http://localhost:8001/");
        });

        var response = await host.GetAsync("/.well-known/stellar.toml");
        var toml = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("NETWORK_PASSPHRASE = \"Test SDF Network ; September 2015\"\n", toml, StringComparison.Ordinal);
        Assert.Contains($"SIGNING_KEY = \"{ApiHost.Server.Account}\"\n", toml, StringComparison.Ordinal);
        Assert.Contains("WEB_AUTH_ENDPOINT = \"http://localhost:8000/auth\"\n", toml, StringComparison.Ordinal);
        Assert.Contains("TRANSFER_SERVER_SEP0024 = \"http://localhost:8000/sep24\"\n", toml, StringComparison.Ordinal);
        Assert.Contains("HORIZON_URL = \"http://localhost:8001\"\n", toml, StringComparison.Ordinal);
        Assert.Contains($"ACCOUNTS = [\"{ApiHost.Distribution.Account}\"]\n", toml, StringComparison.Ordinal);
        Assert.Contains("[DOCUMENTATION]\nORG_NAME = \"Acme \\\"Bank\\\"\"\n", toml, StringComparison.Ordinal);
        Assert.Contains(
            $"[[CURRENCIES]]\ncode = \"TEST\"\nissuer = \"{ApiHost.Issuer.Account}\"\nstatus = \"test\"\n",
            toml,
            StringComparison.Ordinal
        );
        Assert.Contains("is_asset_anchored = true\nanchor_asset_type = \"fiat\"\n", toml, StringComparison.Ordinal);
        Assert.DoesNotContain("native", toml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sep_that_is_not_active_is_neither_named_nor_served()
    {
        await using var host = await ApiHost.StartAsync(o => o.ActiveSeps.Remove(24));

        var toml = await (await host.GetAsync("/.well-known/stellar.toml")).Content.ReadAsStringAsync();
        var info = await host.GetAsync("/sep24/info");

        Assert.Contains("WEB_AUTH_ENDPOINT", toml, StringComparison.Ordinal);
        Assert.DoesNotContain("TRANSFER_SERVER_SEP0024", toml, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, info.StatusCode);
    }

    [Theory]
    [InlineData("http://anchor.example", false, "https outside")]
    [InlineData("https://anchor.example/path", true, "no path")]
    [InlineData("ftp://anchor.example", true, "http or https")]
    public async Task Wrong_options_stop_the_start_with_a_line(string url, bool local, string fault)
    {
        var e = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() =>
            ApiHost.StartAsync(o =>
            {
                o.HostUrl = new Uri(url);
                o.LocalMode = local;
            })
        );

        Assert.Contains(fault, e.Message, StringComparison.Ordinal);
    }
}

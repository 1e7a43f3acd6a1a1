using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Anchor.Api.Operator;
using Anchor.Domain.Network;
using Anchor.Stellar;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Api.Tests;

/// <summary>The operator's side of a network that was reset.</summary>
public sealed class OperatorNetworkTests
{
    private const string Token = "a-token-of-the-tests.0123456789_abcdef";

    [Fact]
    public async Task A_reset_is_shown_and_taken_over_and_refused_where_there_was_none()
    {
        await using var host = await StartAsync();
        Assert.Equal("Known", (await AskAsync(host, HttpMethod.Get, "").JsonAsync(200)).Text("condition"), true);
        Assert.Equal("It was not.", await AskAsync(host, HttpMethod.Post, "/reset").ErrorAsync(409));

        host.Transactions.Network = NetworkCondition.Reset;
        var shown = await AskAsync(host, HttpMethod.Get, "").JsonAsync(200);
        Assert.Equal("Reset", shown.Text("condition"), true);
        Assert.True(shown.GetProperty("reissues").GetBoolean());

        var taken = await AskAsync(host, HttpMethod.Post, "/reset").JsonAsync(200);
        Assert.Equal("Known", taken.Text("condition"), true);
    }

    [Fact]
    public async Task A_body_may_force_it()
    {
        await using var host = await StartAsync();

        await AskAsync(host, HttpMethod.Post, "/reset", new { force = true }).JsonAsync(200);
    }

    [Fact]
    public async Task The_public_network_is_never_taken_over_not_even_by_force()
    {
        await using var host = await StartAsync(Network.Public.Passphrase);
        host.Transactions.Network = NetworkCondition.Reset;

        var error = await AskAsync(host, HttpMethod.Post, "/reset", new { force = true }).ErrorAsync(403);

        Assert.Contains("public network", error, StringComparison.Ordinal);
        Assert.Equal(NetworkCondition.Reset, host.Transactions.Network);
    }

    private static Task<ApiHost> StartAsync(string? passphrase = null) =>
        ApiHost.StartAsync(
            options => options.NetworkPassphrase = passphrase ?? options.NetworkPassphrase,
            services => services.Configure<OperatorOptions>(options => options.Token = Token)
        );

    private static async Task<HttpResponseMessage> AskAsync(
        ApiHost host,
        HttpMethod method,
        string path,
        object? body = null
    )
    {
        using var request = new HttpRequestMessage(method, $"/operator/network{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Web);
        return await host.Http.SendAsync(request);
    }
}

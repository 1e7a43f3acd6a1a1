using System.Net.Http.Headers;

namespace Anchor.Api.Tests;

public sealed class HostileRequestTests
{
    [Fact]
    public async Task Every_hostile_request_is_refused_with_a_reason_and_leaves_no_trace()
    {
        await using var host = await ApiHost.StartAsync();
        List<string> failures = [];

        foreach (var hostile in HostileRequests.All)
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(hostile.Method), hostile.Path);
            if (hostile.Body is { } body)
            {
                request.Content = new ByteArrayContent(body);
                if (hostile.ContentType is { } type)
                {
                    request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                }
            }

            using var response = await host.SendAsync(request, hostile.SignedIn ? host.Token() : null);
            var text = await response.Content.ReadAsStringAsync();
            if (
                !hostile.Statuses.Contains((int)response.StatusCode)
                || !text.StartsWith("{\"error\":\"", StringComparison.Ordinal)
            )
            {
                failures.Add($"{hostile.Name}: {(int)response.StatusCode} {text}");
            }
        }

        Assert.Empty(failures);
        Assert.Empty(host.Transactions.All);
    }

    [Fact]
    public async Task Preflight_of_a_browser_wallet_is_answered()
    {
        await using var host = await ApiHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Options, "/sep24/transactions/deposit/interactive");
        request.Headers.Add("Origin", "https://wallet.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-client-name");

        var response = await host.SendAsync(request);

        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(
            "authorization,content-type,x-client-name",
            string.Join(',', response.Headers.GetValues("Access-Control-Allow-Headers"))
        );
        Assert.Contains(
            "POST",
            response.Headers.GetValues("Access-Control-Allow-Methods").Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Errors_are_open_to_other_origins_too()
    {
        await using var host = await ApiHost.StartAsync();

        var missing = await host.GetAsync("/sep24/nothing");
        var forbidden = await host.GetAsync("/sep24/transactions");

        Assert.Equal("*", missing.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("*", forbidden.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }
}

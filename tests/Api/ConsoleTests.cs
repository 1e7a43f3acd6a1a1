using System.Diagnostics.Metrics;
using System.Net;
using Anchor.Api.Operator;

namespace Anchor.Api.Tests;

public sealed class ConsoleTests
{
    private const string Token = "the operator's token of these tests";

    [Fact]
    public async Task The_runtime_page_shows_what_the_runtime_and_the_storage_count()
    {
        await using var host = await StartAsync();
        _ = host.Service<MetricsText>();
        using var runtime = new Meter("Orleans.Embedded");
        using var storage = new Meter("Anchor.Storage");
        runtime.CreateObservableUpDownCounter("orleans.embedded.activations", () => Of(1234, "grain", "transaction"));
        runtime.CreateObservableCounter("orleans.embedded.calls", () => Of(56789, "grain", "transaction"));
        runtime
            .CreateCounter<long>("orleans.embedded.reminder.ticks")
            .Add(77, new KeyValuePair<string, object?>("failed", false));
        var duration = storage.CreateHistogram<double>("anchor.storage.commit.duration", "s");
        for (var i = 0; i < 98; i++)
        {
            duration.Record(0.002);
        }

        duration.Record(0.2);
        duration.Record(0.2);

        var page = await (await host.GetAsync("/console")).Content.ReadAsStringAsync();

        Assert.Contains(
            "<td>transaction</td><td class=\"number\">1,234</td><td class=\"number\">56,789</td>",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("<td>done</td><td class=\"number\">77</td>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<td>durable commits</td><td class=\"number\">100</td><td class=\"number\">5.96</td><td class=\"number\">2.5</td><td class=\"number\">250</td>",
            page,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task From_elsewhere_it_is_seen_only_after_a_sign_in_with_the_right_token()
    {
        await using var host = await StartAsync();

        using var stranger = await AskAsync(host, HttpMethod.Get, "/console");
        using var wrong = await AskAsync(host, HttpMethod.Post, "/console/sign-in", form: "a guess");
        using var right = await AskAsync(host, HttpMethod.Post, "/console/sign-in", form: Token);
        var cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        using var signedIn = await AskAsync(host, HttpMethod.Get, "/console", cookie.Split(';')[0]);

        Assert.Equal(HttpStatusCode.SeeOther, stranger.StatusCode);
        Assert.Equal("/console/sign-in", stranger.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        Assert.Contains("not this server's token", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Fact]
    public async Task A_session_ends_with_its_day_and_with_its_token()
    {
        await using var host = await StartAsync();
        await using var other = await StartAsync("another token");
        using var right = await AskAsync(host, HttpMethod.Post, "/console/sign-in", form: Token);
        var cookie = right.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        using var elsewhere = await AskAsync(other, HttpMethod.Get, "/console", cookie);
        host.Time.Advance(TimeSpan.FromHours(12.1));
        using var later = await AskAsync(host, HttpMethod.Get, "/console", cookie);

        Assert.Equal(HttpStatusCode.SeeOther, elsewhere.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode);
    }

    [Fact]
    public async Task A_signed_in_browser_may_look_at_the_runtimes_own_pages_and_at_nothing_else_of_the_operators()
    {
        await using var host = await StartAsync(dashboard: "/operator/dashboard");
        using var right = await AskAsync(host, HttpMethod.Post, "/console/sign-in", form: Token);
        var cookie = right.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        using var stranger = await AskAsync(host, HttpMethod.Get, "/operator/dashboard");
        using var look = await AskAsync(host, HttpMethod.Get, "/operator/dashboard/index.html", cookie);
        using var act = await AskAsync(host, HttpMethod.Post, "/operator/dashboard", cookie, form: "");
        using var status = await AskAsync(host, HttpMethod.Get, "/operator/status", cookie);

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        // Let in; this host has no such pages.
        Assert.Equal(HttpStatusCode.NotFound, look.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, act.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, status.StatusCode);
    }

    private static Task<ApiHost> StartAsync(string token = Token, string? dashboard = null) =>
        ApiHost.StartAsync(
            options =>
            {
                options.LocalMode = false;
                options.HostUrl = new Uri("https://anchor.example");
            },
            services =>
                services.Configure<OperatorOptions>(options =>
                    (options.Token, options.DashboardPath) = (token, dashboard)
                )
        );

    /// <summary>As a proxy hands it on: from anywhere.</summary>
    private static async Task<HttpResponseMessage> AskAsync(
        ApiHost host,
        HttpMethod method,
        string path,
        string? cookie = null,
        string? form = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        if (form is not null)
        {
            request.Content = new FormUrlEncodedContent([new("token", form)]);
        }

        return await host.Http.SendAsync(request);
    }

    private static Measurement<long> Of(long value, string tag, string name) =>
        new(value, new KeyValuePair<string, object?>(tag, name));
}

using System.Diagnostics.Metrics;
using System.Net;
using Anchor.Api.Operator;

namespace Anchor.Api.Tests;

public sealed class OperatorTests
{
    [Fact]
    public async Task Readiness_names_the_cause_of_each_failed_check()
    {
        var check = new Check("storage");
        await using var host = await ApiHost.StartAsync(replace: s =>
        {
            s.AddSingleton<IReadinessCheck>(check);
            s.AddSingleton<IReadinessCheck>(new Check("ledger"));
        });

        var ready = await host.GetAsync("/health/ready").JsonAsync(200);
        check.Cause = "the disk is full";
        var full = await host.GetAsync("/health/ready").JsonAsync(503);
        check.Failure = new InvalidOperationException("secret");
        var broken = await host.GetAsync("/health/ready").JsonAsync(503);

        Assert.Equal("ok", ready.GetProperty("checks").Text("ledger"));
        Assert.Equal("the disk is full", full.GetProperty("checks").Text("storage"));
        Assert.DoesNotContain("secret", broken.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("live", (await host.GetAsync("/health/live").JsonAsync(200)).Text("status"));
    }

    [Fact]
    public async Task Metrics_are_written_as_prometheus_reads_them()
    {
        await using var host = await ApiHost.StartAsync();
        using var meter = new Meter("Anchor.Tests");
        using var other = new Meter("Unrelated");
        using var orleans = new Meter("Microsoft.Orleans");
        _ = host.Service<MetricsText>();
        meter.CreateCounter<long>("anchor.test.things").Add(2, KeyValuePair.Create("kind", (object?)"a\"b"));
        meter.CreateHistogram<double>("anchor.test.time", "s").Record(0.02);
        meter.CreateObservableGauge("anchor.test.level", () => 7);
        other.CreateCounter<long>("unrelated").Add(1);
        orleans.CreateCounter<int>("orleans-reminders-ticks-delivered").Add(3);
        orleans.CreateCounter<int>("orleans-messaging-sent-messages-size").Add(1);
        await host.StartTransactionAsync("deposit");

        var text = await (await host.GetAsync("/metrics")).Content.ReadAsStringAsync();

        Assert.Contains(
            "# TYPE anchor_test_things_total counter\nanchor_test_things_total{kind=\"a\\\"b\"} 2\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "anchor_test_time_seconds_bucket{le=\"0.01\"} 0\nanchor_test_time_seconds_bucket{le=\"0.025\"} 1\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("anchor_test_time_seconds_count 1\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "anchor_http_requests_total{route=\"/sep24/transactions/deposit/interactive\",status=\"2xx\"} 1\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("anchor_test_level 7\n", text, StringComparison.Ordinal);
        Assert.Contains("orleans_reminders_ticks_delivered_total 3\n", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_pause_time_seconds_total ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("orleans_messaging", text, StringComparison.Ordinal);
        Assert.Contains("anchor_transactions{status=\"incomplete\"} 1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unrelated", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Landing_page_and_info_say_what_runs_where()
    {
        await using var host = await ApiHost.StartAsync(o =>
        {
            o.HorizonUrl = new Uri("http://localhost:8001");
            o.RuntimeName = "Orleans.Embedded";
        });
        await host.StartTransactionAsync("deposit");

        var response = await host.GetAsync("/");
        var html = await response.Content.ReadAsStringAsync();
        var info = await host.GetAsync("/info").JsonAsync(200);

        foreach (
            var part in new[]
            {
                "http://localhost:8000/sep24",
                "http://localhost:8001",
                "Orleans.Embedded",
                "TEST",
                "incomplete",
            }
        )
        {
            Assert.Contains(part, html, StringComparison.Ordinal);
        }

        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("Orleans.Embedded", info.Text("runtime"));
        Assert.Equal("http://localhost:8000/auth", info.GetProperty("endpoints").Text("SEP-10"));
    }

    [Fact]
    public async Task Figures_are_for_operators_outside_local_mode()
    {
        await using var host = await ApiHost.StartAsync(o =>
        {
            o.HostUrl = new Uri("https://anchor.example");
            o.LocalMode = false;
        });
        await host.StartTransactionAsync("deposit");
        var proxied = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        proxied.Headers.Add("X-Forwarded-For", "203.0.113.9");
        var landing = new HttpRequestMessage(HttpMethod.Get, "/");
        landing.Headers.Add("X-Forwarded-For", "203.0.113.9");

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.SendAsync(proxied)).StatusCode);
        Assert.DoesNotContain(
            "incomplete",
            await (await host.SendAsync(landing)).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("anchor.css", "text/css")]
    [InlineData("interactive.js", "text/javascript")]
    [InlineData("status.js", "text/javascript")]
    [InlineData("anchor.svg", "image/svg+xml")]
    public async Task Files_of_the_pages_come_from_the_program(string name, string type)
    {
        await using var host = await ApiHost.StartAsync();

        var response = await host.GetAsync($"/assets/{name}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        await host.GetAsync("/assets/none.css").ErrorAsync(404);
    }

    private sealed class Check(string name) : IReadinessCheck
    {
        public string? Cause { get; set; }

        public Exception? Failure { get; set; }

        public string Name => name;

        public Task<string?> CheckAsync(CancellationToken cancellationToken) =>
            Failure is null ? Task.FromResult(Cause) : Task.FromException<string?>(Failure);
    }
}

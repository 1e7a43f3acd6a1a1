using System.Net;
using Anchor.Api.Look;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Tests.Look;

public sealed class OwnLookTests : IDisposable
{
    private readonly OwnFolders _own = new();

    public void Dispose() => _own.Dispose();

    [Fact]
    public async Task Both_kinds_of_pages_wear_the_own_style_logo_and_blocks()
    {
        _own.With("static/style.css", ":root { --accent: #7a1f5c; }")
            .With("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .With("static/img/seal.png", "png")
            .With("templates/head.html", "<meta name=\"theme-color\" content=\"#7a1f5c\">")
            .With("templates/footer.html", "<p>{{organization}} <img src=\"{{static:img/seal.png}}\" alt=\"seal\"></p>")
            .With("templates/footer.de.html", "<p>{{organization}}, Hamburg</p>")
            .With("templates/deposit/before.html", "<p>Depositing {{asset_code}} as {{page}}</p>")
            .With("templates/deposit/title.txt", "Bring {{asset_code}} & more")
            .With("templates/more_info/after.html", "<p>{{amount_in}} / {{amount_out}} / {{status}}</p>");
        await using var host = await ApiHost.StartAsync(options =>
        {
            _own.Use(options);
            options.Organization.Name = "Acme <Bank>";
        });
        var browser = new Browser(host);

        await browser.GetAsync((await host.StartTransactionAsync("deposit")).Text("url")!);
        AssertDressed(browser);
        Assert.Contains("<p>Depositing TEST as deposit</p>", browser.Html, StringComparison.Ordinal);
        Assert.Contains("<h1>Bring TEST &amp; more</h1>", browser.Html, StringComparison.Ordinal);
        await browser.PostAsync(("amount", "100"));
        AssertDressed(browser);
        Assert.DoesNotContain("Depositing TEST", browser.Html, StringComparison.Ordinal);
        Assert.Contains("<p>100 / 98.5 / Waiting for your payment</p>", browser.Html, StringComparison.Ordinal);

        var german = await host.StartTransactionAsync("withdraw", new { asset_code = "TEST", lang = "de" });
        await browser.GetAsync(german.Text("url")!);
        Assert.Contains("<p>Acme &lt;Bank&gt;, Hamburg</p>", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Bring TEST", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_files_come_from_our_origin_with_their_type_and_never_from_outside_the_folder()
    {
        _own.With("static/style.css", "body { background: url('img/back.svg') }")
            .With("static/img/back.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>")
            .With("static/.secret.txt", "secret")
            .With("static/stellar.toml", "FEDERATION_SERVER = \"https://a.example\"")
            .With("secret.txt", "secret");
        await using var host = await ApiHost.StartAsync(_own.Use);

        var style = await host.GetAsync("/static/style.css");
        var image = await host.GetAsync("/static/img/back.svg");

        Assert.Equal("text/css", style.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", style.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("image/svg+xml", image.Content.Headers.ContentType?.MediaType);
        Assert.Contains(
            "sandbox",
            image.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        using var again = new HttpRequestMessage(HttpMethod.Get, "/static/style.css");
        again.Headers.IfNoneMatch.Add(style.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await host.SendAsync(again)).StatusCode);
        foreach (
            var path in (string[])[".secret.txt", "stellar.toml", "..%2fsecret.txt", "%2e%2e/secret.txt", "", "img"]
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync($"/static/{path}")).StatusCode);
        }
    }

    [Fact]
    public async Task Own_values_reach_the_templates_escaped()
    {
        _own.With("templates/before.html", "<p title=\"{{greeting}}\">{{greeting}}</p>");
        await using var host = await ApiHost.StartAsync(_own.Use, s => s.AddSingleton<IPageValues, Greeting>());
        var browser = new Browser(host);

        await browser.GetAsync((await host.StartTransactionAsync("deposit")).Text("url")!);

        Assert.Contains(
            "<p title=\"&lt;b&gt;&quot;Deposit en\">&lt;b&gt;&quot;Deposit en</p>",
            browser.Html,
            StringComparison.Ordinal
        );
        await browser.GetAsync("/sep24/transaction/more_info?id=none");
        Assert.DoesNotContain("greeting", browser.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("templates/before.html", "<p>{{nobody}}</p>", "line 1: {{nobody}} is not a value")]
    [InlineData("templates/before.html", "\n<p>{{status</p>", "line 2: {{ without }}")]
    [InlineData("templates/before.html", "<p><b>x</p></b>", "line 1: </p> where </b> is due")]
    [InlineData("templates/before.html", "<div>\n<p>x</p>", "line 1: <div> is never closed")]
    [InlineData("templates/before.html", "</div>", "line 1: </div> closes nothing")]
    [InlineData("templates/before.html", "<!-- x", "a comment is never closed")]
    [InlineData("templates/before.html", "1 < 2", "write &lt;")]
    [InlineData("templates/before.html", "<p {{status}}>x</p>", "<p> cannot be read")]
    [InlineData("templates/before.html", "<p class=a>x</p>", "<p> cannot be read")]
    [InlineData("templates/before.html", "<p onclick=\"x()\">x</p>", "onclick= is blocked")]
    [InlineData("templates/before.html", "<p style=\"color:red\">x</p>", "style= is blocked")]
    [InlineData("templates/before.html", "<script>1</script>", "<script> is not allowed here")]
    [InlineData("templates/head.html", "<script>1</script>", "a script is a static file")]
    [InlineData("templates/head.html", "<script src=\"https://x.example/a.js\"></script>", "is not from here")]
    [InlineData("templates/head.html", "<meta http-equiv=\"refresh\" content=\"0\">", "<meta> is for the names")]
    [InlineData("templates/before.html", "<h1>x</h1>", "<h1> is not allowed here")]
    [InlineData("templates/before.html", "<form></form>", "<form> is not allowed here")]
    [InlineData("templates/before.html", "<p id=\"status\">x</p>", "ids begin with own-")]
    [InlineData("templates/before.html", "<img src=\"//x.example/a.png\" alt=\"\">", "is not from here")]
    [InlineData("templates/before.html", "<img src=\"{{static:a.png}}\" alt=\"\">", "no static file \"a.png\"")]
    [InlineData("templates/before.html", "<img src=\"/static/a.png\">", "needs alt")]
    [InlineData("templates/before.html", "<a href=\"javascript:1\">x</a>", "must begin with one of")]
    [InlineData("templates/before.html", "<a href=\"{{status}}\">x</a>", "must begin with one of")]
    [InlineData("templates/befor.html", "x", "is no template")]
    [InlineData("templates/withdrawal/before.html", "x", "is no template")]
    [InlineData("static/run.exe", "x", "files of this kind are not served")]
    [InlineData("static/logo.svg", "", "is empty")]
    [InlineData("static/style.css", "@import 'https://x.example/a.css';", "pages load nothing from elsewhere")]
    [InlineData(
        "static/style.css",
        "b { background: url(data:image/png;base64,AA) }",
        "pages load nothing from elsewhere"
    )]
    [InlineData("static/style.css", "b { background: url(\"none.png\") }", "\"none.png\" is not there")]
    [InlineData(
        "static/stellar.toml",
        "[DOCUMENTATION]\nORG_NAME = Acme",
        "line 2: not a value: text stands in quotes"
    )]
    public async Task A_bad_template_or_file_stops_the_start_with_a_line(string path, string content, string fault)
    {
        _own.With(path, content);

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(_own.Use));

        var line = Assert.Single(e.Failures);
        Assert.Contains(Path.GetFileName(path), line, StringComparison.Ordinal);
        Assert.Contains(fault, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_named_at_once_and_a_missing_folder_is_one()
    {
        _own.With("templates/header.html", "<h1>{{x}}</h1>");

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            ApiHost.StartAsync(options =>
            {
                _own.Use(options);
                options.StaticFolder = "nowhere";
            })
        );

        Assert.Equal(3, e.Failures.Count());
        Assert.Contains("STATIC_DIR: there is no folder \"nowhere\".", e.Failures);
    }

    private static void AssertDressed(Browser browser)
    {
        Assert.Matches("<link rel=\"stylesheet\" href=\"/static/style.css\\?v=[0-9a-f]{12}\">", browser.Html);
        Assert.Matches("<link rel=\"icon\" href=\"/static/logo.svg\\?v=[0-9a-f]{12}\">", browser.Html);
        Assert.Matches("<header><img class=\"logo\" src=\"/static/logo.svg\\?v=[0-9a-f]{12}\"", browser.Html);
        Assert.Contains("<meta name=\"theme-color\" content=\"#7a1f5c\">", browser.Html, StringComparison.Ordinal);
        Assert.Contains(
            "<footer><p>Acme &lt;Bank&gt; <img src=\"/static/img/seal.png?v=",
            browser.Html,
            StringComparison.Ordinal
        );
        var policy = browser.Last.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';",
            policy,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    private sealed class Greeting : IPageValues
    {
        public IReadOnlyCollection<string> Names => ["greeting"];

        public ValueTask<IReadOnlyDictionary<string, string>> ValuesAsync(
            PageContext page,
            CancellationToken cancellationToken
        ) =>
            ValueTask.FromResult<IReadOnlyDictionary<string, string>>(
                new Dictionary<string, string> { ["greeting"] = $"<b>\"{page.Kind} {page.Language}" }
            );
    }
}

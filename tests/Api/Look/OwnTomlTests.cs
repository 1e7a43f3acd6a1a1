using Anchor.Api.Sep1;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Tests.Look;

public sealed class OwnTomlTests : IDisposable
{
    private const string Treasury = "GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H";
    private readonly OwnFolders _own = new();

    public void Dispose() => _own.Dispose();

    [Fact]
    public async Task A_file_is_laid_over_what_the_server_knows_and_required_keys_stay()
    {
        _own.With(
            "static/stellar.toml",
            $"""
            # As an operator of Polaris has it.
            SIGNING_KEY = "{Treasury}"
            NETWORK_PASSPHRASE = 'Public Global Stellar Network ; September 2015'
            TRANSFER_SERVER_SEP0024 = "https://old.example/sep24"
            FEDERATION_SERVER = "https://fed.example"
            ACCOUNTS = [
              "{Treasury}", # treasury
            ]

            [DOCUMENTATION]
            ORG_NAME = "Hafen \"Bank\" \u00e9"
            ORG_URL = "https://hafen.example"

            [[PRINCIPALS]]
            name = "Jane"
            email = "jane@hafen.example"

            [[PRINCIPALS]]
            name = "Joe"

            [[CURRENCIES]]
            code = "TEST"
            issuer = "{ApiHost.Issuer.Account}"
            desc = '''
            Several
            lines'''
            conditions = "none"
            fixed_number = 1_000

            [[CURRENCIES]]
            code = "OTHER"
            issuer = "{Treasury}"
            """
        );
        await using var host = await ApiHost.StartAsync(_own.Use);

        var text = await (await host.GetAsync(StellarToml.Path)).Content.ReadAsStringAsync();
        var tables = TomlReader.Read(text, "answer");

        var top = tables[0];
        Assert.Equal(ApiHost.Server.Account.ToString(), top.Text("SIGNING_KEY"));
        Assert.Equal("Test SDF Network ; September 2015", top.Text("NETWORK_PASSPHRASE"));
        Assert.Equal("http://localhost:8000/sep24", top.Text("TRANSFER_SERVER_SEP0024"));
        Assert.Equal("https://fed.example", top.Text("FEDERATION_SERVER"));
        Assert.Equal($"[\"{ApiHost.Distribution.Account}\", \"{Treasury}\"]", top.Values["ACCOUNTS"]);
        var documentation = Assert.Single(tables, table => table.Name == "DOCUMENTATION");
        Assert.Equal("Hafen \"Bank\" é", documentation.Text("ORG_NAME"));
        Assert.Equal("https://hafen.example", documentation.Text("ORG_URL"));
        Assert.Equal(["Jane", "Joe"], tables.Where(t => t.Name == "PRINCIPALS").Select(t => t.Text("name")));
        var currencies = tables.Where(table => table.Name == "CURRENCIES").ToList();
        Assert.Equal(["TEST", "IN", "OTHER"], currencies.Select(table => table.Text("code")));
        Assert.Equal("none", currencies[0].Text("conditions"));
        Assert.Equal("2", currencies[0].Values["display_decimals"]);
        Assert.Equal("'''\nSeveral\nlines'''", currencies[0].Values["desc"]);

        var browser = new Browser(host);
        await browser.GetAsync("/");
        Assert.Contains("Hafen &quot;Bank&quot; é is running", browser.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("polaris/local-stellar.toml")]
    [InlineData("polaris/stellar.toml")]
    public async Task A_file_where_polaris_had_it_is_found(string name)
    {
        _own.With($"static/{name}", "FEDERATION_SERVER = \"https://fed.example\"");
        await using var host = await ApiHost.StartAsync(_own.Use);

        Assert.Contains(
            "FEDERATION_SERVER = \"https://fed.example\"\n",
            await (await host.GetAsync(StellarToml.Path)).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_function_gives_content_and_its_later_failure_leaves_the_last_good()
    {
        var function = new Function("[DOCUMENTATION]\nORG_DBA = \"one\"");
        await using var host = await ApiHost.StartAsync(replace: s => s.AddSingleton<IToml>(function));

        Assert.Contains("ORG_DBA = \"one\"", await TomlAsync(), StringComparison.Ordinal);
        function.Content = "[DOCUMENTATION]\nORG_DBA = \"two\"";
        Assert.Contains("ORG_DBA = \"two\"", await TomlAsync(), StringComparison.Ordinal);
        function.Content = "nonsense";
        Assert.Contains("ORG_DBA = \"two\"", await TomlAsync(), StringComparison.Ordinal);
        function.Content = null;
        Assert.Contains("ORG_DBA = \"two\"", await TomlAsync(), StringComparison.Ordinal);

        async Task<string> TomlAsync() => await (await host.GetAsync(StellarToml.Path)).Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task A_function_that_gives_nonsense_stops_the_start_with_a_line()
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            ApiHost.StartAsync(replace: s => s.AddSingleton<IToml>(new Function("A = 1\nB")))
        );

        Assert.Equal(["Function, line 2: expected KEY = value."], e.Failures);
    }

    [Theory]
    [InlineData("A = \"x")]
    [InlineData("A = \"\\q\"")]
    [InlineData("A = 'x")]
    [InlineData("A = \"\"\"x")]
    [InlineData("A = [1, 2")]
    [InlineData("A = [1 2]")]
    [InlineData("A = { b = 1")]
    [InlineData("A = 1 2")]
    [InlineData("A = yes")]
    [InlineData("A =")]
    [InlineData("A = 1\nA = 2")]
    [InlineData("[A]\n[A]")]
    [InlineData("[A]\n[[A]]")]
    [InlineData("[A.B]")]
    [InlineData("[A")]
    [InlineData("a.b = 1")]
    [InlineData("A = 0x")]
    public void What_is_not_toml_is_refused_with_its_line(string text)
    {
        var e = Assert.Throws<FormatException>(() => TomlReader.Read(text, "x.toml"));

        Assert.StartsWith($"x.toml, line {text.Count(c => c == '\n') + 1}: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_value_keeps_its_text()
    {
        string[] values =
        [
            "\"a \\\" \\u00e9 \\\\\"",
            "'c:\\n'",
            "\"\"\"two\nlines \\\"\"\" \"\"\"",
            "'''x'''",
            "-1_000",
            "6.02e+23",
            "0xDEAD_beef",
            "inf",
            "true",
            "1979-05-27T07:32:00.999-07:00",
            "1979-05-27",
            "07:32:00",
            "[ 1, [\"]\"], # comment ]\n ]",
            "{ a = 1, \"b c\" = [2] }",
            "{}",
        ];
        var text = string.Concat(values.Select((value, i) => $"  k{i}={value} # comment\r\n"));

        var table = Assert.Single(TomlReader.Read(text, "x"));

        Assert.Equal(values, table.Values.Values);
    }

    private sealed class Function(string content) : IToml
    {
        public string? Content { get; set; } = content;

        public ValueTask<string> ContentAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(Content ?? throw new InvalidOperationException("no content"));
    }
}

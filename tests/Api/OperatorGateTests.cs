using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using Anchor.Api.Operator;

namespace Anchor.Api.Tests;

public sealed class OperatorGateTests : IDisposable
{
    private const string Token = "a-token-of-the-tests.0123456789_abcdef";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-operator-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string AddressFile => Path.Combine(_folder.FullName, "data", OperatorAddress.FileName);

    [Fact]
    public async Task Status_names_the_process_to_whoever_has_the_token()
    {
        await using var host = await StartAsync(Token);

        var status = await AskAsync(host, "/operator/status", $"Bearer {Token}").JsonAsync(200);

        Assert.Equal(Environment.ProcessId, status.GetProperty("process_id").GetInt32());
        Assert.Equal("Server", status.Text("role"));
        Assert.Equal("Orleans.Embedded", status.Text("runtime"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData(Token)]
    [InlineData($"Basic {Token}")]
    [InlineData($"Bearer {Token}x")]
    [InlineData("Bearer a-token-of-the-tests.0123456789_abcdeF")]
    [InlineData($"Bearer {Token}, Bearer {Token}")]
    public async Task Without_the_token_nothing_is_said_of_what_is_there(string? authorization)
    {
        await using var host = await StartAsync(Token);

        foreach (var path in (string[])["/operator/status", "/OPERATOR/status", "/operator/nowhere", "/operator"])
        {
            using var response = await AskAsync(host, path, authorization);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal(
                """{"error":"the operator's token is needed here"}""",
                await response.Content.ReadAsStringAsync()
            );
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_errors_in_json()
    {
        await using var host = await StartAsync(Token);

        await AskAsync(host, "/operator/nowhere", $"Bearer {Token}").JsonAsync(404);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/status");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        await host.Http.SendAsync(request).JsonAsync(405);
    }

    [Fact]
    public async Task A_server_leaves_its_address_and_a_token_for_its_own_user_and_takes_them_away()
    {
        string first;
        await using (var host = await StartAsync(token: null))
        {
            var address = OperatorAddress.Read(AddressFile)!;
            first = address.Token;

            Assert.Equal(Environment.ProcessId, address.ProcessId);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(AddressFile));
            }

            Assert.Equal(32, Base64Url.DecodeFromChars(first).Length);
            Assert.DoesNotContain(first, address.ToString(), StringComparison.Ordinal);
            Assert.Equal(host.Http.BaseAddress, address.Url);
            await AskAsync(host, "/operator/status", $"Bearer {first}").JsonAsync(200);
            await host.Service<IHost>().StopAsync();
        }

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(AddressFile)!));
    }

    [Fact]
    public async Task A_server_that_stops_leaves_the_file_of_its_successor_alone()
    {
        var successor = new OperatorAddress(new Uri("http://127.0.0.1:1"), Token, 1, OperatorRole.Command);
        await using (var host = await StartAsync(token: null))
        {
            successor.Write(AddressFile);
            await host.Service<IHost>().StopAsync();
        }

        Assert.Equal(successor, OperatorAddress.Read(AddressFile));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5", "http://0.0.0.0:5")]
    [InlineData("http://127.0.0.1:5", "http://[::]:5")]
    [InlineData("http://127.0.0.1:5", "http://*:5")]
    [InlineData("http://127.0.0.1:5", "http://localhost:5")]
    [InlineData("http://127.0.0.1:5", "http://anchor.example:5")]
    [InlineData("http://10.1.2.3:5", "http://10.1.2.3:5")]
    [InlineData("http://[::1]:5", "http://[::1]:5")]
    [InlineData("http://127.0.0.1:5", "https://0.0.0.0:443", "http://0.0.0.0:5")]
    [InlineData("https://10.1.2.3:443", "http://unix:/tmp/anchor.sock", "https://10.1.2.3:443")]
    [InlineData(null, "http://unix:/tmp/anchor.sock")]
    public void The_address_is_one_that_works_on_this_machine(string? expected, params string[] listening) =>
        Assert.Equal(expected is null ? null : new Uri(expected), OperatorAddressFile.ReachableHere(listening));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"url":"here","token":"t","process_id":1,"role":"Server"}""")]
    [InlineData("""{"url":"http://localhost","token":"","process_id":1,"role":"Server"}""")]
    public void A_file_that_says_nothing_useful_is_as_good_as_none(string text)
    {
        var file = Path.Combine(_folder.FullName, "broken.json");
        File.WriteAllText(file, text);

        Assert.Null(OperatorAddress.Read(file));
        Assert.Null(OperatorAddress.Read(file + ".missing"));
    }

    private Task<ApiHost> StartAsync(string? token) =>
        ApiHost.StartAsync(replace: services =>
            services.Configure<OperatorOptions>(options =>
            {
                options.Token = token;
                options.AddressFile = AddressFile;
            })
        );

    private static Task<HttpResponseMessage> AskAsync(ApiHost host, string path, string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        }

        return host.Http.SendAsync(request);
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Anchor.Api.Sep10;
using Anchor.Api.Tests.Fakes;
using Anchor.Api.Tokens;
using Anchor.Domain.Assets;
using Anchor.Grains.Ports;
using Anchor.Stellar;

namespace Anchor.Api.Tests;

/// <summary>The real endpoints on a real Kestrel, on a free port of loopback, over fakes.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Base = "http://localhost:8000";
    public const string JwtKey = "a key of tests that has more than 32 bytes";

    public static readonly KeyPair Server = KeyPair.FromSeed(Seed(1));
    public static readonly KeyPair Client = KeyPair.FromSeed(Seed(2));
    public static readonly KeyPair Other = KeyPair.FromSeed(Seed(3));
    public static readonly KeyPair Issuer = KeyPair.FromSeed(Seed(4));
    public static readonly KeyPair Distribution = KeyPair.FromSeed(Seed(5));

    public static readonly AssetId Test = new("TEST", Issuer.Account.ToString());
    public static readonly DateTimeOffset Start = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;

    private ApiHost(WebApplication app, ManualTime time, FakeTransactions transactions)
    {
        _app = app;
        Time = time;
        Transactions = transactions;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
    }

    public HttpClient Http { get; }

    public ManualTime Time { get; }

    public FakeTransactions Transactions { get; }

    public FakeSigners Signers => (FakeSigners)_app.Services.GetRequiredService<IAccountSigners>();

    public FakeClientDomains ClientDomains =>
        (FakeClientDomains)_app.Services.GetRequiredService<IClientDomainFetcher>();

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<ApiHost> StartAsync(
        Action<AnchorApiOptions>? configure = null,
        Action<IServiceCollection>? replace = null
    )
    {
        var time = new ManualTime(Start);
        var transactions = new FakeTransactions(time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IGrainFactory>(transactions);
        builder.Services.AddSingleton<ITransactionQueries>(transactions);
        builder.Services.AddSingleton<ISingleUse, FakeSingleUse>();
        builder.Services.AddSingleton<IRandom>(new SeededRandom(7));
        builder.Services.AddSingleton<IAccountSigners, FakeSigners>();
        builder.Services.AddSingleton<IClientDomainFetcher, FakeClientDomains>();
        builder.Services.AddSingleton<IAssetCatalogue>(
            new FakeAssets(
                new AssetTerms(Test, Distribution.Account.ToString(), 2, FakeAssets.Terms(), FakeAssets.Terms()),
                new AssetTerms(
                    new AssetId("IN", Test.Issuer),
                    Distribution.Account.ToString(),
                    2,
                    FakeAssets.Terms(),
                    FakeAssets.Terms(enabled: false)
                ),
                new AssetTerms(
                    AssetId.Native,
                    Distribution.Account.ToString(),
                    7,
                    FakeAssets.Terms(min: "0.0000001", fixedFee: "0", percent: 0),
                    FakeAssets.Terms()
                )
            )
        );
        replace?.Invoke(builder.Services);
        builder.Services.AddAnchorApi(options =>
        {
            options.HostUrl = new Uri(Base);
            options.SigningKey = Server;
            options.JwtKey = JwtKey;
            options.LocalMode = true;
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapAnchorApi();
        await app.StartAsync();
        return new ApiHost(app, time, transactions);
    }

    /// <summary>A session token as <c>POST /auth</c> would give it.</summary>
    public string Token(string? subject = null, string? clientDomain = null, TimeSpan? lifetime = null) =>
        Service<TokenSigner>()
            .Sign(
                TokenKind.WebAuth,
                new TokenClaims
                {
                    Issuer = Base + "/auth",
                    Subject = subject ?? Client.Account.ToString(),
                    IssuedAt = Time.GetUtcNow().ToUnixTimeSeconds(),
                    ExpiresAt = (Time.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1))).ToUnixTimeSeconds(),
                    Id = "test",
                    ClientDomain = clientDomain,
                }
            );

    public Task<HttpResponseMessage> GetAsync(string path, string? token = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), token);

    public Task<HttpResponseMessage> PostAsync(string path, object body, string? token = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) }, token);

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? token = null)
    {
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await Http.SendAsync(request);
    }

    /// <summary>Starts a transaction and gives the answer's JSON.</summary>
    public async Task<JsonElement> StartTransactionAsync(string direction, object? body = null, string? token = null)
    {
        var response = await PostAsync(
            $"/sep24/transactions/{direction}/interactive",
            body ?? new { asset_code = "TEST" },
            token ?? Token()
        );
        return await response.JsonAsync(200);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private static byte[] Seed(byte fill)
    {
        var seed = new byte[32];
        Array.Fill(seed, fill);
        return seed;
    }
}

using System.Text.Json;
using Anchor.Stellar;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Anchor.EndToEnd.Tests.Assets;

/// <summary>A business' own signer: it has a key, looks at what it is asked to sign, and counts.</summary>
internal sealed class SignerService : IAsyncDisposable
{
    public const string Token = "a token that the signer knows";
    private readonly WebApplication _app;
    private readonly KeyPair _key;
    private int _signed;

    private SignerService(WebApplication app, KeyPair key) => (_app, _key) = (app, key);

    public Uri Url => new(new Uri(_app.Urls.First()), "sign");

    public int Signed => Volatile.Read(ref _signed);

    /// <summary>Answers with the signature of something else.</summary>
    public bool IsFalse { get; set; }

    public static async Task<SignerService> StartAsync(KeyPair key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var signer = new SignerService(app, key);
        app.MapPost("/sign", signer.SignAsync);
        await app.StartAsync();
        return signer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private async Task<IResult> SignAsync(HttpRequest request)
    {
        if (request.Headers.Authorization != $"Bearer {Token}")
        {
            return Results.Unauthorized();
        }

        using var question = await JsonDocument.ParseAsync(request.Body);
        var envelope = (SimpleEnvelope)TransactionEnvelope.Decode(Text("transaction"));
        var hash = envelope.Transaction.Hash(new Network(Text("network_passphrase")));
        if (Text("account") != _key.Account.ToString() || Text("hash") != hash.ToHex())
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        Interlocked.Increment(ref _signed);
        return Results.Json(new { signature = _key.Sign(IsFalse ? new byte[32] : hash.ToArray()) });

        string Text(string name) => question.RootElement.GetProperty(name).GetString()!;
    }
}

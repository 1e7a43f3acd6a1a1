using Anchor.Api.Tokens;
using Anchor.Stellar;

namespace Anchor.Api.Tests;

public sealed class Sep10Tests
{
    private static readonly Network Net = Network.Testnet;

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Signed_challenge_gives_a_token_once(string contentType)
    {
        await using var host = await ApiHost.StartAsync();
        var signed = Sign(await ChallengeAsync(host), ApiHost.Client);

        var token = (await PostAsync(host, signed, contentType).JsonAsync(200)).Text("token")!;
        var again = await PostAsync(host, signed, contentType).ErrorAsync(400);

        Assert.Equal("the challenge was used already", again);
        Assert.True(host.Service<TokenSigner>().TryVerify(TokenKind.WebAuth, token, out var claims, out _));
        Assert.Equal(ApiHost.Client.Account.ToString(), claims.Subject);
        Assert.Equal("http://localhost:8000/auth", claims.Issuer);
        Assert.Equal("localhost:8000", claims.HomeDomain);
        Assert.Equal(Envelope(signed).Transaction.Hash(Net).ToString(), claims.Id);
        Assert.Equal(TimeSpan.FromHours(24).TotalSeconds, claims.ExpiresAt - claims.IssuedAt);
    }

    [Fact]
    public async Task Challenge_is_what_the_sep_says()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.GetAsync($"/auth?account={ApiHost.Client.Account}&memo=18446744073709551615")
            .JsonAsync(200);
        var transaction = Envelope(answer.Text("transaction")!).Transaction;

        Assert.Equal(["network_passphrase", "transaction"], answer.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(0, transaction.Sequence);
        Assert.Equal(ApiHost.Server.Account, transaction.Source.Account);
        Assert.Equal(
            ["localhost:8000 auth", "web_auth_domain"],
            transaction.Operations.Cast<ManageDataOperation>().Select(o => o.Name.ToUtf8OrNull())
        );
        Assert.Equal("localhost", ((ManageDataOperation)transaction.Operations[1]).Value!.Value.ToUtf8OrNull());
    }

    [Fact]
    public async Task Memo_and_muxed_account_become_the_subject()
    {
        await using var host = await ApiHost.StartAsync();
        var muxed = new MuxedAccount(ApiHost.Client.Account, 42).ToString();

        var withMemo = await SubjectAsync(host, $"{ApiHost.Client.Account}&memo=7");
        var withMuxed = await SubjectAsync(host, muxed);

        Assert.Equal($"{ApiHost.Client.Account}:7", withMemo);
        Assert.Equal(muxed, withMuxed);
    }

    [Fact]
    public async Task Account_on_the_ledger_needs_its_own_signers()
    {
        await using var host = await ApiHost.StartAsync();
        host.Signers.Accounts[ApiHost.Client.Account] = new AccountSigners(
            0,
            2,
            2,
            [new Signer(new Ed25519SignerKey(ApiHost.Other.Account), 2)]
        );

        var master = await PostAsync(host, Sign(await ChallengeAsync(host), ApiHost.Client)).ErrorAsync(400);
        var signer = await PostAsync(host, Sign(await ChallengeAsync(host), ApiHost.Other)).JsonAsync(200);

        Assert.Contains("not signed by the client account", master, StringComparison.Ordinal);
        Assert.NotNull(signer.Text("token"));
    }

    [Fact]
    public async Task Silent_ledger_is_503_and_spends_no_challenge()
    {
        await using var host = await ApiHost.StartAsync();
        var signed = Sign(await ChallengeAsync(host), ApiHost.Client);

        host.Signers.IsDown = true;
        await PostAsync(host, signed).ErrorAsync(503);
        host.Signers.IsDown = false;

        await PostAsync(host, signed).JsonAsync(200);
    }

    [Fact]
    public async Task Challenge_ends_after_fifteen_minutes()
    {
        await using var host = await ApiHost.StartAsync();
        var signed = Sign(await ChallengeAsync(host), ApiHost.Client);

        host.Time.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));

        Assert.Equal("the challenge has expired", await PostAsync(host, signed).ErrorAsync(400));
    }

    [Fact]
    public async Task Unsigned_and_foreign_challenges_are_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var challenge = await ChallengeAsync(host);
        var foreign = Envelope(challenge).Transaction.Sign(Net, ApiHost.Other, ApiHost.Client).ToBase64();

        await PostAsync(host, challenge).ErrorAsync(400);
        await PostAsync(host, foreign).ErrorAsync(400);
        await PostAsync(host, Sign(challenge, ApiHost.Client, ApiHost.Other)).ErrorAsync(400);
        await PostAsync(host, "AAAA").ErrorAsync(400);
    }

    [Theory]
    [InlineData("", "no 'account' provided")]
    [InlineData("?account=nobody", "invalid 'account'")]
    [InlineData("?account={G}&memo=-1", "invalid 'memo'")]
    [InlineData("?account={G}&memo=abc", "invalid 'memo'")]
    [InlineData("?account={G}&memo=18446744073709551616", "invalid 'memo'")]
    [InlineData("?account={M}&memo=1", "'memo' cannot be passed")]
    [InlineData("?account={C}", "contract accounts")]
    [InlineData("?account={G}&home_domain=evil.example", "Accepted values: localhost:8000")]
    [InlineData("?account={G}&client_domain=http://x", "valid hostname")]
    [InlineData("?account={G}&client_domain=missing.example", "unable to fetch")]
    [InlineData("?account={G}&client_domain=bad.example", "no valid SIGNING_KEY")]
    public async Task Wrong_parameters_are_400(string query, string message)
    {
        await using var host = await ApiHost.StartAsync();
        host.ClientDomains.Files["bad.example"] = "SIGNING_KEY = \"S\"";
        var path = query
            .Replace("{G}", ApiHost.Client.Account.ToString(), StringComparison.Ordinal)
            .Replace("{M}", new MuxedAccount(ApiHost.Client.Account, 1).ToString(), StringComparison.Ordinal)
            .Replace("{C}", StrKey.Encode(StrKeyKind.Contract, new byte[32]), StringComparison.Ordinal);

        Assert.Contains(message, await host.GetAsync("/auth" + path).ErrorAsync(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_domain_must_sign_and_is_claimed()
    {
        await using var host = await ApiHost.StartAsync();
        host.ClientDomains.Files["wallet.example"] = $"SIGNING_KEY=\"{ApiHost.Other.Account}\"\n";
        var query = $"{ApiHost.Client.Account}&client_domain=wallet.example";

        await PostAsync(host, Sign(await ChallengeAsync(host, query), ApiHost.Client)).ErrorAsync(400);
        var signed = Sign(await ChallengeAsync(host, query), ApiHost.Client, ApiHost.Other);
        var token = (await PostAsync(host, signed).JsonAsync(200)).Text("token")!;

        host.Service<TokenSigner>().TryVerify(TokenKind.WebAuth, token, out var claims, out _);
        Assert.Equal("wallet.example", claims!.ClientDomain);
    }

    [Fact]
    public async Task Required_attribution_refuses_unknown_wallets()
    {
        await using var host = await ApiHost.StartAsync(o =>
        {
            o.ClientAttribution.Required = true;
            o.ClientAttribution.DenyList.Add("evil.example");
        });

        var missing = await host.GetAsync($"/auth?account={ApiHost.Client.Account}").ErrorAsync(400);
        var denied = await host.GetAsync($"/auth?account={ApiHost.Client.Account}&client_domain=evil.example")
            .ErrorAsync(403);

        Assert.Equal("'client_domain' is required", missing);
        Assert.Equal("unrecognized 'client_domain'", denied);
    }

    [Theory]
    [InlineData(false, "wallet.example", true)]
    [InlineData(false, "WALLET.example", true)]
    [InlineData(false, "stranger.example", false)]
    [InlineData(false, "evil.example", false)]
    [InlineData(true, "wallet.example", true)]
    [InlineData(true, "stranger.example", null)]
    [InlineData(true, "evil.example", null)]
    public async Task Wallets_off_the_lists_are_served_unnamed_or_refused(bool required, string domain, bool? isNamed)
    {
        await using var host = await ApiHost.StartAsync(o =>
        {
            o.ClientAttribution.Required = required;
            o.ClientAttribution.AllowList.Add("wallet.example");
            o.ClientAttribution.DenyList.Add("evil.example");
        });
        host.ClientDomains.Files[domain] = $"SIGNING_KEY=\"{ApiHost.Other.Account}\"\n";
        var query = $"{ApiHost.Client.Account}&client_domain={domain}";

        if (isNamed is not { } named)
        {
            Assert.Equal("unrecognized 'client_domain'", await host.GetAsync($"/auth?account={query}").ErrorAsync(403));
            return;
        }

        // A wallet that is not taken note of signs alone, and none of its files is read.
        KeyPair[] signers = named ? [ApiHost.Client, ApiHost.Other] : [ApiHost.Client];
        var signed = Sign(await ChallengeAsync(host, query), signers);
        var token = (await PostAsync(host, signed).JsonAsync(200)).Text("token")!;
        host.Service<TokenSigner>().TryVerify(TokenKind.WebAuth, token, out var claims, out _);
        Assert.Equal(named ? domain : null, claims!.ClientDomain);
    }

    private static async Task<string> SubjectAsync(ApiHost host, string query)
    {
        var signed = Sign(await ChallengeAsync(host, query), ApiHost.Client);
        var token = (await PostAsync(host, signed).JsonAsync(200)).Text("token")!;
        host.Service<TokenSigner>().TryVerify(TokenKind.WebAuth, token, out var claims, out _);
        return claims!.Subject;
    }

    private static async Task<string> ChallengeAsync(ApiHost host, string? account = null) =>
        (await host.GetAsync($"/auth?account={account ?? ApiHost.Client.Account.ToString()}").JsonAsync(200)).Text(
            "transaction"
        )!;

    private static SimpleEnvelope Envelope(string xdr)
    {
        Assert.True(TransactionEnvelope.TryDecode(xdr, out var envelope, out _));
        return (SimpleEnvelope)envelope;
    }

    private static string Sign(string xdr, params KeyPair[] keys)
    {
        var envelope = Envelope(xdr);
        var added = envelope.Transaction.Sign(Net, keys);
        return (envelope with { Signatures = [.. envelope.Signatures, .. added.Signatures] }).ToBase64();
    }

    private static Task<HttpResponseMessage> PostAsync(
        ApiHost host,
        string transaction,
        string contentType = "application/json"
    ) =>
        contentType == "application/json"
            ? host.PostAsync("/auth", new { transaction })
            : host.SendAsync(
                new HttpRequestMessage(HttpMethod.Post, "/auth")
                {
                    Content = new FormUrlEncodedContent(
                        new Dictionary<string, string> { ["transaction"] = transaction }
                    ),
                }
            );
}

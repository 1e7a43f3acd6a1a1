using System.Buffers.Text;
using System.Text;
using Anchor.Api.Tokens;

namespace Anchor.Api.Tests;

public sealed class TokenTests
{
    private const string List = "/sep24/transactions?asset_code=TEST";

    [Fact]
    public async Task Requests_without_a_good_token_are_403_with_the_reason()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal("JWT must be passed as 'Authorization' header", await host.GetAsync(List).ErrorAsync(403));
        var basic = new HttpRequestMessage(HttpMethod.Get, List);
        basic.Headers.TryAddWithoutValidation("Authorization", "Basic abc");
        Assert.Equal(
            "'Authorization' header must be formatted as 'Bearer <token>'",
            await host.SendAsync(basic).ErrorAsync(403)
        );
        foreach (var bad in BadTokens(host))
        {
            Assert.StartsWith(
                "SEP-10 token error: ",
                await host.GetAsync(List, bad).ErrorAsync(403),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Token_ends_when_it_says_even_if_it_was_good_before()
    {
        await using var host = await ApiHost.StartAsync();
        var token = host.Token(lifetime: TimeSpan.FromSeconds(10));

        await host.GetAsync(List, token).JsonAsync(200);
        host.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("SEP-10 token error: the token has expired", await host.GetAsync(List, token).ErrorAsync(403));
    }

    private static IEnumerable<string> BadTokens(ApiHost host)
    {
        var good = host.Token();
        var parts = good.Split('.');
        var none = Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""{"alg":"none","typ":"JWT"}"""));
        var claims = new TokenClaims { Subject = ApiHost.Client.Account.ToString(), ExpiresAt = long.MaxValue };
        yield return "...";
        yield return "a.b";
        yield return $"{none}.{parts[1]}.";
        yield return $"{none}.{parts[1]}.{parts[2]}";
        yield return $"{parts[0]}.{parts[1]}.";
        yield return $"{parts[0]}.{parts[1]}.{new string('A', 43)}";
        yield return $"{parts[0]}.{parts[1][..^1]}{(parts[1][^1] == 'A' ? 'B' : 'A')}.{parts[2]}";
        yield return good + "A";
        yield return new string('a', 5000) + ".b.c";
        yield return host.Service<TokenSigner>().Sign(TokenKind.Interactive, claims);
        yield return host.Service<TokenSigner>().Sign(TokenKind.Session, claims);
    }
}

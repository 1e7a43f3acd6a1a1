using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Anchor.Stellar;

namespace Anchor.Benchmarks.World;

/// <summary>A wallet's side of SEP-10.</summary>
internal static class WalletSession
{
    private const int AtOnce = 16;

    /// <summary>Bodies of <c>POST /auth</c>, each with a challenge of its own, signed.</summary>
    public static async Task<string[]> SignedChallengesAsync(
        Uri server,
        BenchWorld world,
        int count,
        CancellationToken cancellationToken
    )
    {
        using var http = new HttpClient { BaseAddress = server };
        var bodies = new string[count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            count,
            parallel,
            async (n, token) =>
            {
                var user = world.Users[n % world.Users.Length];
                var challenge = await http.GetFromJsonAsync(
                    $"/auth?account={user.Account}",
                    WalletSessionJson.Default.ChallengeAnswer,
                    token
                );
                var envelope = (SimpleEnvelope)TransactionEnvelope.Decode(challenge!.Transaction);
                bodies[n] = $$"""{"transaction":"{{envelope.Sign(world.Network.Network, user).ToBase64()}}"}""";
            }
        );
        return bodies;
    }

    /// <summary>Tokens of the first users, in their order.</summary>
    public static async Task<string[]> TokensAsync(
        Uri server,
        BenchWorld world,
        int users,
        CancellationToken cancellationToken
    )
    {
        using var http = new HttpClient { BaseAddress = server };
        var tokens = new string[users];
        var bodies = await SignedChallengesAsync(server, world, users, cancellationToken);
        for (var n = 0; n < users; n++)
        {
            using var content = new StringContent(bodies[n], mediaType: new("application/json"));
            using var answer = await http.PostAsync(new Uri("/auth", UriKind.Relative), content, cancellationToken);
            answer.EnsureSuccessStatusCode();
            var token = await answer.Content.ReadFromJsonAsync(
                WalletSessionJson.Default.TokenAnswer,
                cancellationToken
            );
            tokens[n] = token!.Token;
        }

        return tokens;
    }
}

internal sealed record ChallengeAnswer(string Transaction);

internal sealed record TokenAnswer(string Token);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChallengeAnswer))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class WalletSessionJson : JsonSerializerContext;

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Anchor.Stellar;

namespace Anchor.Ledgers.Signing;

/// <summary>
/// A key behind an HTTP service of the business: it is sent the whole transaction, so that it can refuse what it does not like, and answers
/// with a signature, which is checked before it is used.
/// </summary>
/// <remarks>
/// <c>POST {url}</c> <c>{"account", "network_passphrase", "transaction", "hash"}</c>, the transaction an envelope without signatures in
/// base64, the hash in hex; the answer is <c>{"signature"}</c>, 64 bytes in base64. Any other status than 200 is a refusal for now.
/// </remarks>
public sealed class HttpKey(HttpClient http, Uri url, string? token, Network network) : IRemoteKey
{
    /// <summary>Shorter than the time that one try of a payout has.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async ValueTask<DecoratedSignature> SignAsync(
        AccountId account,
        Transaction transaction,
        Hash256 hash,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var question = new SigningQuestion(
            account.ToString(),
            network.Passphrase,
            new SimpleEnvelope(transaction, []).ToBase64(),
            hash.ToHex()
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = JsonContent.Create(question, SigningJson.Default.SigningQuestion),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, limit.Token);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"The signer of {account} answered {(int)response.StatusCode}.");
        }

        var signature = await ReadAsync(response, limit.Token);
        return signature is not null && account.Verify(hash.ToArray(), signature)
            ? new DecoratedSignature(account.Hint, new ByteString(signature))
            : throw new HttpRequestException(
                $"The signer of {account} answered with something that is not its signature."
            );
    }

    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await response.Content.ReadFromJsonAsync(SigningJson.Default.SigningAnswer, cancellationToken);
            return answer?.Signature;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a signer is asked.</summary>
internal sealed record SigningQuestion(string Account, string NetworkPassphrase, string Transaction, string Hash);

/// <summary>What it answers.</summary>
internal sealed record SigningAnswer(byte[]? Signature);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SigningQuestion))]
[JsonSerializable(typeof(SigningAnswer))]
internal sealed partial class SigningJson : JsonSerializerContext;

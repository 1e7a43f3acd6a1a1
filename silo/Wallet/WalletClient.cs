using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Anchor.Stellar;

namespace Anchor.Silo.Wallet;

/// <summary>A wallet's side of SEP-1, SEP-10 and SEP-24, over HTTP alone.</summary>
internal sealed class WalletClient(HttpClient http, Uri anchor)
{
    /// <summary>Reads the anchor's stellar.toml (SEP-1).</summary>
    public async Task<AnchorToml> ReadTomlAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(anchor, "/.well-known/stellar.toml"), cancellationToken);
        Ensure(response);
        return AnchorToml.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Signs in (SEP-10); gives the session token.</summary>
    public async Task<string> SignInAsync(AnchorToml toml, KeyPair key, CancellationToken cancellationToken)
    {
        var network = new Network(toml.NetworkPassphrase);
        var query = $"?account={key.Account}";
        using var asked = await http.GetAsync(new Uri(toml.WebAuthEndpoint + query), cancellationToken);
        var challenge = await ReadAsync(asked, WalletJson.Default.ChallengeWire, cancellationToken);
        if (
            TransactionEnvelope.Decode(challenge.Transaction) is not SimpleEnvelope envelope
            || envelope.Transaction.Sequence != 0
            || !envelope.IsSignedBy(AccountId.Parse(toml.SigningKey), envelope.Hash(network))
        )
        {
            throw new WalletException("The challenge is not one: it must have sequence 0 and the anchor's signature.");
        }

        var signed = new Dictionary<string, string> { ["transaction"] = envelope.Sign(network, key).ToBase64() };
        using var answered = await http.PostAsJsonAsync(
            toml.WebAuthEndpoint,
            signed,
            WalletJson.Default.DictionaryStringString,
            cancellationToken
        );
        return (await ReadAsync(answered, WalletJson.Default.TokenWire, cancellationToken)).Token;
    }

    /// <summary>Starts a deposit or a withdrawal; the answer holds its id and where its pages are.</summary>
    public async Task<InteractiveWire> StartAsync(
        AnchorToml toml,
        string token,
        string kind,
        IReadOnlyDictionary<string, string> fields,
        CancellationToken cancellationToken
    )
    {
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"{toml.TransferServer}/transactions/{kind}/interactive"
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, cancellationToken);
        return await ReadAsync(response, WalletJson.Default.InteractiveWire, cancellationToken);
    }

    public async Task<WalletTransaction> GetAsync(
        AnchorToml toml,
        string token,
        string id,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{toml.TransferServer}/transaction?id={id}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, cancellationToken);
        return (await ReadAsync(response, WalletJson.Default.TransactionEnvelopeWire, cancellationToken)).Transaction;
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage response,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
    {
        Ensure(response);
        return await response.Content.ReadFromJsonAsync(type, cancellationToken)
            ?? throw new WalletException($"{response.RequestMessage?.RequestUri?.AbsolutePath} answered nothing.");
    }

    private static void Ensure(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            var request = response.RequestMessage;
            throw new WalletException(
                $"{request?.Method} {request?.RequestUri?.AbsolutePath} answered {(int)response.StatusCode}."
            )
            {
                Status = response.StatusCode,
            };
        }
    }
}

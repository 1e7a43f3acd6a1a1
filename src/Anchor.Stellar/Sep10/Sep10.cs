using System.Buffers.Text;

namespace Anchor.Stellar;

/// <summary>SEP-10 web authentication as pure functions: the clock, the nonce and the account's signers are inputs, and that a challenge is used once is the caller's to keep.</summary>
public static class Sep10
{
    /// <summary>Random bytes in a challenge, before base64.</summary>
    public const int NonceSize = 48;

    internal const string HomeDomainSuffix = " auth";
    internal const string WebAuthDomainName = "web_auth_domain";
    internal const string ClientDomainName = "client_domain";
    internal const int NonceTextSize = NonceSize / 3 * 4;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Builds a challenge, to be signed with the server's key alone.</summary>
    public static Transaction BuildChallenge(
        Sep10Settings settings,
        Sep10Request request,
        ReadOnlySpan<byte> nonce,
        DateTimeOffset now
    )
    {
        if (nonce.Length != NonceSize)
        {
            throw new ArgumentException("A nonce has 48 bytes.", nameof(nonce));
        }

        if (request.Memo is not null && request.Client.Id is not null)
        {
            throw new ArgumentException("A muxed account takes no memo.", nameof(request));
        }

        if (!settings.HomeDomains.Contains(request.HomeDomain))
        {
            throw new ArgumentException("Not a home domain of this server.", nameof(request));
        }

        var seconds = (ulong)now.ToUnixTimeSeconds();
        var builder = new TransactionBuilder(settings.ServerAccount, 0, TransactionBuilder.MinimumFee)
            .WithMemo(request.Memo is { } memo ? Memo.Id(memo) : Memo.None)
            .With(Preconditions.Within(new TimeBounds(seconds, seconds + (ulong)Lifetime.TotalSeconds)))
            .Add(Data(request.Client, request.HomeDomain + HomeDomainSuffix, Convert.ToBase64String(nonce)))
            .Add(Data(settings.ServerAccount, WebAuthDomainName, settings.WebAuthDomain));
        if (request.ClientDomain is { } client)
        {
            builder.Add(Data(client.SigningKey, ClientDomainName, client.Domain));
        }

        return builder.Build();
    }

    /// <summary>Reads a challenge that came back and checks all that needs no ledger: shape, time, domains, the server's and the wallet's signatures. A stranger's text is refused here, before any look-up is made for it.</summary>
    public static Sep10Verdict Read(string? transaction, Sep10Settings settings, DateTimeOffset now)
    {
        if (!TransactionEnvelope.TryDecode(transaction, out var envelope, out _))
        {
            return Sep10Verdict.Refuse(Sep10Refusal.Malformed);
        }

        return envelope is SimpleEnvelope simple
            ? Sep10Reader.Read(simple, settings, now)
            : Sep10Verdict.Refuse(Sep10Refusal.FeeBump);
    }

    /// <summary>Checks the client's signatures against its account, or against its master key alone if the ledger has no such account. Null for a good challenge.</summary>
    /// <param name="challenge">As <see cref="Read"/> gave it.</param>
    /// <param name="settings">The ones it was read with.</param>
    /// <param name="account">Null only if the ledger answered that the account does not exist; any other failure to load it is no answer.</param>
    public static Sep10Refusal? CheckClient(
        Sep10Challenge challenge,
        Sep10Settings settings,
        AccountSigners? account
    ) => Sep10Signatures.CheckClient(challenge, settings, account);

    /// <summary>Reads and checks in one step, for a caller that has the account at hand.</summary>
    public static Sep10Verdict Verify(
        string? transaction,
        Sep10Settings settings,
        DateTimeOffset now,
        AccountSigners? account
    )
    {
        var verdict = Read(transaction, settings, now);
        return verdict.IsAccepted && CheckClient(verdict.Challenge, settings, account) is { } refusal
            ? Sep10Verdict.Refuse(refusal)
            : verdict;
    }

    internal static bool IsNonce(ReadOnlySpan<byte> value)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        return value.Length == NonceTextSize
            && Base64.DecodeFromUtf8(value, nonce, out var read, out var written) == System.Buffers.OperationStatus.Done
            && read == value.Length
            && written == NonceSize;
    }

    private static ManageDataOperation Data(MuxedAccount source, string name, string value) =>
        new(ByteString.FromUtf8(name), ByteString.FromUtf8(value)) { Source = source };
}

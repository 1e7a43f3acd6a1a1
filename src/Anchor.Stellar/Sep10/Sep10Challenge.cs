namespace Anchor.Stellar;

/// <summary>A challenge of ours that came back: everything checked but the client's signatures.</summary>
public sealed record Sep10Challenge
{
    /// <summary>The account the client says it controls.</summary>
    public required MuxedAccount Client { get; init; }

    public ulong? Memo { get; init; }

    public required string HomeDomain { get; init; }

    public Sep10ClientDomain? ClientDomain { get; init; }

    /// <summary>The challenge's name for the store that lets each be used once.</summary>
    public required Hash256 Hash { get; init; }

    /// <summary>After this the challenge is worth nothing, and may be forgotten.</summary>
    public required DateTimeOffset MaxTime { get; init; }

    public required SimpleEnvelope Envelope { get; init; }

    /// <summary>A bit for each signature that is the server's or the wallet's, so that none is verified twice.</summary>
    internal uint KnownSignatures { get; init; }

    /// <summary>The token's <c>sub</c>: <c>G</c>, <c>G:memo</c> or <c>M</c>.</summary>
    public string Subject => Memo is { } memo ? $"{Client}:{memo}" : Client.ToString();
}

/// <summary>A challenge, or why it is refused.</summary>
public readonly record struct Sep10Verdict
{
    private Sep10Verdict(Sep10Challenge? challenge, Sep10Refusal? refusal)
    {
        Challenge = challenge;
        Refusal = refusal;
    }

    public Sep10Challenge? Challenge { get; }

    public Sep10Refusal? Refusal { get; }

    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Challenge))]
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => Challenge is not null;

    internal static Sep10Verdict Accept(Sep10Challenge challenge) => new(challenge, null);

    internal static Sep10Verdict Refuse(Sep10Refusal refusal) => new(null, refusal);
}

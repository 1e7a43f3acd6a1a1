using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Anchor.Stellar;

/// <summary>What a server says of itself in a SEP-45 challenge.</summary>
/// <param name="Network">The network whose id the signatures cover.</param>
/// <param name="ServerAccount">SIGNING_KEY of the stellar.toml.</param>
/// <param name="WebAuthContract">WEB_AUTH_CONTRACT_ID of the stellar.toml.</param>
/// <param name="HomeDomains">The domains this server answers for.</param>
/// <param name="WebAuthDomain">The host of WEB_AUTH_FOR_CONTRACTS_ENDPOINT.</param>
public sealed record Sep45Settings(
    Network Network,
    AccountId ServerAccount,
    string WebAuthContract,
    ImmutableArray<string> HomeDomains,
    string WebAuthDomain
);

/// <summary>A SEP-45 challenge of ours that came back. Whether the contract account agrees, only a simulation of <see cref="Call"/> with <see cref="Entries"/> can tell.</summary>
public sealed record Sep45Challenge
{
    /// <summary>The contract account, a C key.</summary>
    public required string Client { get; init; }

    public required string HomeDomain { get; init; }

    public Sep10ClientDomain? ClientDomain { get; init; }

    /// <summary>The challenge's name for the store that lets each be used once.</summary>
    public required Hash256 Hash { get; init; }

    /// <summary>The first ledger after which the challenge is worth nothing is the next.</summary>
    public required uint ExpirationLedger { get; init; }

    public required ContractCall Call { get; init; }

    public required ImmutableArray<SorobanAuthorizationEntry> Entries { get; init; }
}

/// <summary>A challenge, or why it is refused.</summary>
public readonly record struct Sep45Verdict
{
    private Sep45Verdict(Sep45Challenge? challenge, Sep45Refusal? refusal)
    {
        Challenge = challenge;
        Refusal = refusal;
    }

    public Sep45Challenge? Challenge { get; }

    public Sep45Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Challenge))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => Challenge is not null;

    internal static Sep45Verdict Accept(Sep45Challenge challenge) => new(challenge, null);

    internal static Sep45Verdict Refuse(Sep45Refusal refusal) => new(null, refusal);
}

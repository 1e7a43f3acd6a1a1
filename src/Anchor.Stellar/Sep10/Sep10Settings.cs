using System.Collections.Immutable;

namespace Anchor.Stellar;

/// <summary>Which of an account's thresholds a client's signatures must reach.</summary>
public enum RequiredThreshold
{
    Low,

    /// <summary>The one that moves money.</summary>
    Medium,
    High,
}

/// <summary>What a server says of itself in a challenge, and expects to find there again.</summary>
/// <param name="Network">The network whose id the signatures cover.</param>
/// <param name="ServerAccount">SIGNING_KEY of the stellar.toml.</param>
/// <param name="HomeDomains">The domains this server answers for; compared case-sensitively.</param>
/// <param name="WebAuthDomain">The host of WEB_AUTH_ENDPOINT.</param>
/// <param name="Threshold">What a token is worth.</param>
public sealed record Sep10Settings(
    Network Network,
    AccountId ServerAccount,
    ImmutableArray<string> HomeDomains,
    string WebAuthDomain,
    RequiredThreshold Threshold = RequiredThreshold.Medium
);

/// <summary>A wallet's own domain and the SIGNING_KEY its stellar.toml names.</summary>
public sealed record Sep10ClientDomain(string Domain, AccountId SigningKey);

/// <summary>Who asks for a challenge.</summary>
/// <param name="Client">The account to be proved.</param>
/// <param name="HomeDomain">One of the server's home domains.</param>
/// <param name="Memo">A user of a shared account; only with a G account.</param>
/// <param name="ClientDomain">The wallet, if it wants to be known.</param>
public sealed record Sep10Request(
    MuxedAccount Client,
    string HomeDomain,
    ulong? Memo = null,
    Sep10ClientDomain? ClientDomain = null
);

/// <summary>Who may sign for an account, as the ledger has it.</summary>
public sealed record AccountSigners(uint Low, uint Medium, uint High, ImmutableArray<Signer> Signers)
{
    public uint Of(RequiredThreshold threshold) =>
        threshold switch
        {
            RequiredThreshold.Low => Low,
            RequiredThreshold.Medium => Medium,
            _ => High,
        };
}

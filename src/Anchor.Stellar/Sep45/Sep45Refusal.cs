namespace Anchor.Stellar;

/// <summary>Why a SEP-45 challenge is not accepted.</summary>
public enum Sep45Refusal
{
    /// <summary>Not a set of authorisation entries in base64.</summary>
    Malformed,

    /// <summary>Credentials that SEP-45 does not speak of.</summary>
    UnsupportedCredentials,
    SubInvocation,
    WrongContract,
    WrongFunction,
    ArgumentsDiffer,

    /// <summary>Not one map of names to texts, or a name is missing or unknown.</summary>
    BadArguments,
    WrongHomeDomain,
    WrongWebAuthDomain,
    WrongServerAccount,
    ServerEntryMissing,
    ServerSignatureInvalid,
    ClientEntryMissing,
    ClientDomainEntryMissing,

    /// <summary>An address that is not part of the challenge, or one that stands there twice.</summary>
    UnexpectedEntry,
    Expired,
}

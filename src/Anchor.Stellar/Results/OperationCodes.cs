namespace Anchor.Stellar;

/// <summary>Codes of a create-account result.</summary>
public enum CreateAccountCode
{
    Success = 0,
    Malformed = -1,
    Underfunded = -2,
    LowReserve = -3,
    AlreadyExists = -4,
}

/// <summary>Codes of a payment result.</summary>
public enum PaymentCode
{
    Success = 0,
    Malformed = -1,
    Underfunded = -2,
    SourceNoTrust = -3,
    SourceNotAuthorized = -4,
    NoDestination = -5,
    NoTrust = -6,
    NotAuthorized = -7,
    LineFull = -8,
    NoIssuer = -9,
}

/// <summary>Codes of both path payments' results; the last is over-send-max for strict receive, under-destination-min for strict send.</summary>
public enum PathPaymentCode
{
    Success = 0,
    Malformed = -1,
    Underfunded = -2,
    SourceNoTrust = -3,
    SourceNotAuthorized = -4,
    NoDestination = -5,
    NoTrust = -6,
    NotAuthorized = -7,
    LineFull = -8,
    NoIssuer = -9,
    TooFewOffers = -10,
    OfferCrossSelf = -11,
    OverLimit = -12,
}

/// <summary>Codes of a set-options result.</summary>
public enum SetOptionsCode
{
    Success = 0,
    LowReserve = -1,
    TooManySigners = -2,
    BadFlags = -3,
    InvalidInflation = -4,
    CantChange = -5,
    UnknownFlag = -6,
    ThresholdOutOfRange = -7,
    BadSigner = -8,
    InvalidHomeDomain = -9,
    AuthRevocableRequired = -10,
}

/// <summary>Codes of a change-trust result.</summary>
public enum ChangeTrustCode
{
    Success = 0,
    Malformed = -1,
    NoIssuer = -2,
    InvalidLimit = -3,
    LowReserve = -4,
    SelfNotAllowed = -5,
    TrustLineMissing = -6,
    CannotDelete = -7,
    NotAuthorizedToMaintainLiabilities = -8,
}

/// <summary>Codes of an allow-trust result.</summary>
public enum AllowTrustCode
{
    Success = 0,
    Malformed = -1,
    NoTrustLine = -2,
    TrustNotRequired = -3,
    CantRevoke = -4,
    SelfNotAllowed = -5,
    LowReserve = -6,
}

/// <summary>Codes of an account-merge result.</summary>
public enum AccountMergeCode
{
    Success = 0,
    Malformed = -1,
    NoAccount = -2,
    ImmutableSet = -3,
    HasSubEntries = -4,
    SequenceTooFar = -5,
    DestinationFull = -6,
    IsSponsor = -7,
}

/// <summary>Codes of a manage-data result.</summary>
public enum ManageDataCode
{
    Success = 0,
    NotSupportedYet = -1,
    NameNotFound = -2,
    LowReserve = -3,
    InvalidName = -4,
}

/// <summary>Codes of a bump-sequence result.</summary>
public enum BumpSequenceCode
{
    Success = 0,
    BadSequence = -1,
}

/// <summary>Codes of a create-claimable-balance result.</summary>
public enum CreateClaimableBalanceCode
{
    Success = 0,
    Malformed = -1,
    LowReserve = -2,
    NoTrust = -3,
    NotAuthorized = -4,
    Underfunded = -5,
}

/// <summary>Codes of a claim-claimable-balance result.</summary>
public enum ClaimClaimableBalanceCode
{
    Success = 0,
    DoesNotExist = -1,
    CannotClaim = -2,
    LineFull = -3,
    NoTrust = -4,
    NotAuthorized = -5,
    TrustLineFrozen = -6,
}

/// <summary>Codes of a begin-sponsoring result.</summary>
public enum BeginSponsoringCode
{
    Success = 0,
    Malformed = -1,
    AlreadySponsored = -2,
    Recursive = -3,
}

/// <summary>Codes of an end-sponsoring result.</summary>
public enum EndSponsoringCode
{
    Success = 0,
    NotSponsored = -1,
}

/// <summary>Codes of a revoke-sponsorship result.</summary>
public enum RevokeSponsorshipCode
{
    Success = 0,
    DoesNotExist = -1,
    NotSponsor = -2,
    LowReserve = -3,
    OnlyTransferable = -4,
    Malformed = -5,
}

/// <summary>Codes of a clawback result.</summary>
public enum ClawbackCode
{
    Success = 0,
    Malformed = -1,
    NotClawbackEnabled = -2,
    NoTrust = -3,
    Underfunded = -4,
}

/// <summary>Codes of a clawback-claimable-balance result.</summary>
public enum ClawbackClaimableBalanceCode
{
    Success = 0,
    DoesNotExist = -1,
    NotIssuer = -2,
    NotClawbackEnabled = -3,
}

/// <summary>Codes of a set-trust-line-flags result.</summary>
public enum SetTrustLineFlagsCode
{
    Success = 0,
    Malformed = -1,
    NoTrustLine = -2,
    CantRevoke = -3,
    InvalidState = -4,
    LowReserve = -5,
}

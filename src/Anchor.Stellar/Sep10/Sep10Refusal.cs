namespace Anchor.Stellar;

/// <summary>Why a SEP-10 challenge is not accepted.</summary>
public enum Sep10Refusal
{
    /// <summary>Not a transaction envelope in base64, or one with no operations.</summary>
    Malformed,
    FeeBump,
    SequenceNotZero,
    WrongSource,
    NoOperationSource,
    FirstOperationNotManageData,
    OperationNotManageData,
    UnexpectedOperationSource,
    BadMemo,
    NoTimeBounds,
    Expired,
    NotYetValid,
    BadNonce,
    WrongHomeDomain,
    WrongWebAuthDomain,
    DuplicateClientDomain,
    ServerSignatureMissing,
    ClientSignatureMissing,
    ClientDomainSignatureMissing,
    UnrecognisedSignature,
    ThresholdNotMet,
}

using Anchor.Stellar;

namespace Anchor.Api.Sep10;

/// <summary>What a wallet's developer is told of a refused challenge.</summary>
internal static class Sep10Refusals
{
    public static string Describe(this Sep10Refusal refusal) =>
        refusal switch
        {
            Sep10Refusal.Malformed => "'transaction' is not a valid transaction envelope",
            Sep10Refusal.FeeBump => "'transaction' must not be a fee bump",
            Sep10Refusal.SequenceNotZero => "the sequence number of the challenge must be 0",
            Sep10Refusal.WrongSource => "the source of the challenge must be the server's account",
            Sep10Refusal.NoOperationSource => "the first operation of the challenge must have a source",
            Sep10Refusal.FirstOperationNotManageData => "the first operation of the challenge must be manage data",
            Sep10Refusal.OperationNotManageData => "all operations of the challenge must be manage data",
            Sep10Refusal.UnexpectedOperationSource => "an operation of the challenge has an unexpected source",
            Sep10Refusal.BadMemo => "the memo of the challenge must be an id, and none for a muxed account",
            Sep10Refusal.NoTimeBounds => "the challenge must have time bounds",
            Sep10Refusal.Expired => "the challenge has expired",
            Sep10Refusal.NotYetValid => "the challenge is not valid yet",
            Sep10Refusal.BadNonce => "the nonce of the challenge is not valid",
            Sep10Refusal.WrongHomeDomain => "the challenge is for another home domain",
            Sep10Refusal.WrongWebAuthDomain => "the challenge is for another web auth domain",
            Sep10Refusal.DuplicateClientDomain => "the challenge names more than one client domain",
            Sep10Refusal.ServerSignatureMissing => "the challenge is not signed by the server",
            Sep10Refusal.ClientSignatureMissing => "the challenge is not signed by the client account",
            Sep10Refusal.ClientDomainSignatureMissing => "the challenge is not signed by the client domain",
            Sep10Refusal.UnrecognisedSignature => "the challenge has a signature of nobody concerned",
            Sep10Refusal.ThresholdNotMet => "the signatures do not reach the threshold of the client account",
            _ => "the challenge is not valid",
        };
}

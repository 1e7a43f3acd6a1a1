using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>What can be said against an operation without looking at the ledger.</summary>
internal static class OperationShape
{
    private const int MaxThreshold = 255;
    private const int MaxClaimants = 10;
    private const int KnownAccountFlags = 15;
    private const TrustLineFlags AuthorizationFlags =
        TrustLineFlags.Authorized | TrustLineFlags.AuthorizedToMaintainLiabilities;

    /// <summary>The failure, or null if there is nothing to be said.</summary>
    public static OperationResult? Check(Operation operation, AccountId source) =>
        operation switch
        {
            CreateAccountOperation o => Bad(o, o.StartingBalance < 0 || o.Destination == source),
            PaymentOperation o => Bad(o, o.Amount <= 0),
            PathPaymentStrictReceiveOperation o => Bad(o, o.SendMax <= 0 || o.DestinationAmount <= 0),
            PathPaymentStrictSendOperation o => Bad(o, o.SendAmount <= 0 || o.DestinationMin <= 0),
            SetOptionsOperation o => CheckOptions(o, source),
            ChangeTrustOperation o => CheckTrust(o, source),
            AllowTrustOperation o => Bad(
                o,
                o.Trustor == source
                    || (o.Authorize & ~AuthorizationFlags) != TrustLineFlags.None
                    || o.Authorize == AuthorizationFlags
            ),
            AccountMergeOperation o => Bad(o, o.Destination.Account == source),
            ManageDataOperation o => IsText(o.Name) && o.Name.Length is >= 1 and <= 64
                ? null
                : o.Refuse("op_data_invalid_name"),
            BumpSequenceOperation o => o.BumpTo < 0 ? o.Refuse("op_bad_seq") : null,
            CreateClaimableBalanceOperation o => Bad(o, !IsWellFormed(o)),
            BeginSponsoringOperation o => Bad(o, o.Sponsored == source),
            SetTrustLineFlagsOperation o => Bad(o, !IsWellFormed(o, source)),
            ClawbackOperation o => Bad(
                o,
                o.Amount <= 0 || o.Asset is not CreditAsset asset || asset.Issuer != source || o.From.Account == source
            ),
            ClaimClaimableBalanceOperation
            or ClawbackClaimableBalanceOperation
            or EndSponsoringOperation
            or RevokeSponsorshipOperation => null,
            _ => OperationResult.NotTried(OperationResultCode.NotSupported),
        };

    private static OperationResult? Bad(Operation operation, bool malformed) =>
        malformed ? operation.Refuse("op_malformed") : null;

    private static OperationResult? CheckTrust(ChangeTrustOperation operation, AccountId source) =>
        operation.Line switch
        {
            CreditAsset asset => Bad(operation, operation.Limit < 0 || asset.Issuer == source),
            NativeAsset => operation.Refuse("op_malformed"),
            _ => OperationResult.NotTried(OperationResultCode.NotSupported),
        };

    private static OperationResult? CheckOptions(SetOptionsOperation o, AccountId source)
    {
        var (set, cleared) = (o.SetFlags ?? AccountFlags.None, o.ClearFlags ?? AccountFlags.None);
        if (((int)(set | cleared) & ~KnownAccountFlags) != 0)
        {
            return o.Refuse("op_unknown_flag");
        }

        if ((set & cleared) != AccountFlags.None)
        {
            return o.Refuse("op_bad_flags");
        }

        if (
            o.MasterWeight > MaxThreshold
            || o.LowThreshold > MaxThreshold
            || o.MediumThreshold > MaxThreshold
            || o.HighThreshold > MaxThreshold
        )
        {
            return o.Refuse("op_threshold_out_of_range");
        }

        if (
            o.Signer is { } signer
            && (
                signer.Weight > MaxThreshold
                || signer.Key is Ed25519SignerKey { Account: var key } && key == source
                || signer.Key is SignedPayloadSignerKey { Payload.IsEmpty: true }
            )
        )
        {
            return o.Refuse("op_bad_signer");
        }

        return o.HomeDomain is { } domain && !IsText(domain) ? o.Refuse("op_invalid_home_domain") : null;
    }

    private static bool IsWellFormed(SetTrustLineFlagsOperation o, AccountId source)
    {
        var both = o.SetFlags | o.ClearFlags;
        return o.Asset is CreditAsset asset
            && asset.Issuer == source
            && o.Trustor != source
            && (o.SetFlags & o.ClearFlags) == TrustLineFlags.None
            && (both & ~(AuthorizationFlags | TrustLineFlags.ClawbackEnabled)) == TrustLineFlags.None
            // Clawback can only be given up, and a line is authorised one way or the other.
            && !o.SetFlags.HasFlag(TrustLineFlags.ClawbackEnabled)
            && (o.SetFlags & AuthorizationFlags) != AuthorizationFlags;
    }

    private static bool IsWellFormed(CreateClaimableBalanceOperation o) =>
        o.Amount > 0
        && o.Claimants.Length is >= 1 and <= MaxClaimants
        && o.Claimants.Select(c => c.Destination).Distinct().Count() == o.Claimants.Length
        && o.Claimants.All(c => IsWellFormed(c.Predicate, 1));

    private static bool IsWellFormed(ClaimPredicate predicate, int depth) =>
        depth <= ClaimPredicate.MaxDepth
        && predicate switch
        {
            ClaimAnd p => IsWellFormed(p.Left, depth + 1) && IsWellFormed(p.Right, depth + 1),
            ClaimOr p => IsWellFormed(p.Left, depth + 1) && IsWellFormed(p.Right, depth + 1),
            ClaimNot p => IsWellFormed(p.Inner, depth + 1),
            ClaimBeforeAbsoluteTime p => p.UnixSeconds >= 0,
            ClaimBeforeRelativeTime p => p.Seconds >= 0,
            _ => true,
        };

    // Core's rule for strings in the ledger: ASCII without control characters.
    private static bool IsText(ByteString text)
    {
        foreach (var b in text.Span)
        {
            if (b is < 0x20 or > 0x7e)
            {
                return false;
            }
        }

        return true;
    }
}
